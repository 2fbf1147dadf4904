"""The tables whose columns do not depend on the account, one line a column set: `name:type`, keys marked with `*`."""

_TEXT = {
    "object_with_object_properties": "*objecttypeid:string *objectid:long properties:json updatedat:timestamptz ingestedat:timestamptz",
    "object_and_event_type_definitions": (
        "*objecttypeid:string fullyqualifiedname:string name:string singularname:string pluralname:string "
        "description:string metatype:string primarydisplayproperty:string tablename:string archived:boolean "
        "createdat:timestamptz updatedat:timestamptz ingestedat:timestamptz"
    ),
    "property_definitions": (
        "*objecttypeid:string name:string *columnname:string label:string description:string type:string "
        "fieldtype:string groupname:string options:json displayorder:long calculated:boolean hasuniquevalue:boolean "
        "hidden:boolean hubspotdefined:boolean referencedobjecttype:string datasensitivity:string archived:boolean "
        "archivedat:timestamptz createdat:timestamptz updatedat:timestamptz createuserid:string updateuserid:string "
        "ingestedat:timestamptz"
    ),
    "association_definitions": (
        "combinedassociationtypeid:string *category:string *id:long *fromobjecttypeid:string *toobjecttypeid:string "
        "name:string label:string cardinality:string inverseid:long ismainassociationdefinition:boolean "
        "ingestedat:timestamptz"
    ),
    "owners": (
        "*ownerid:string type:string email:string firstname:string lastname:string userid:long "
        "useridincludinginactive:long isactive:boolean archived:boolean createdat:timestamptz updatedat:timestamptz "
        "ingestedat:timestamptz"
    ),
    "owner_teams": "*ownerid:string *teamid:string teamname:string isprimary:boolean ingestedat:timestamptz",
    "pipelines": (
        "*objecttypeid:string *pipelineid:string label:string displayorder:long archived:boolean createdat:timestamptz "
        "updatedat:timestamptz archivedat:timestamptz ingestedat:timestamptz"
    ),
    "pipeline_stages": (
        "*objecttypeid:string *pipelineid:string *stageid:string label:string displayorder:long probability:double "
        "isclosed:boolean metadata:json archived:boolean createdat:timestamptz updatedat:timestamptz "
        "archivedat:timestamptz ingestedat:timestamptz"
    ),
}


class Shape:
    """Columns with types, the key, and which columns hold JSON, of one fixed table."""

    def __init__(self, text: str):
        columns = [column.split(":") for column in text.split()]
        self.key = tuple(name[1:] for name, _ in columns if name.startswith("*"))
        self.json_columns = frozenset(name for name, type_ in columns if type_ == "json")
        self.types = {name.lstrip("*"): type_.replace("json", "string") for name, type_ in columns}


SHAPES = {name: Shape(text) for name, text in _TEXT.items()}

#: HubSpot's own object types: singular and plural of the internal name.
STANDARD_TYPES = {
    "0-1": ("contact", "contacts"), "0-2": ("company", "companies"), "0-3": ("deal", "deals"),
    "0-5": ("ticket", "tickets"), "0-7": ("product", "products"), "0-8": ("line_item", "line_items"),
    "0-14": ("quote", "quotes"), "0-18": ("communication", "communications"),
    "0-19": ("feedback_submission", "feedback_submissions"), "0-27": ("task", "tasks"), "0-46": ("note", "notes"),
    "0-47": ("meeting", "meetings"), "0-48": ("call", "calls"), "0-49": ("email", "emails"),
    "0-53": ("invoice", "invoices"), "0-69": ("subscription", "subscriptions"),
    "0-101": ("commerce_payment", "commerce_payments"), "0-116": ("postal_mail", "postal_mail"),
    "0-123": ("order", "orders"), "0-136": ("lead", "leads"), "0-142": ("cart", "carts"),
}  # fmt: skip

#: What HubSpot shows as the title of a record of its own types; its schemas API says it for custom types only.
PRIMARY_DISPLAY_PROPERTIES = {"0-1": "email", "0-2": "name", "0-3": "dealname"}
