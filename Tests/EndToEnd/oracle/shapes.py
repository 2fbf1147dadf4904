"""The tables whose columns do not depend on the account, one line a column set: `name:type`, keys marked with `*`."""

_TEXT = {
    "objects": "*objecttypeid:string *objectid:long updatedat:timestamptz ingestedat:timestamptz",
    "object_properties": (
        "*objecttypeid:string *objectid:long *name:string value:string updatedat:timestamptz ingestedat:timestamptz"
    ),
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
    "associations": (
        "combinedassociationtypeid:string *associationcategory:string *associationtypeid:long *fromobjecttypeid:string "
        "*fromobjectid:long *toobjecttypeid:string *toobjectid:long label:string ingestedat:timestamptz"
    ),
    "events": (
        "*eventtypeid:string eventname:string *id:string objecttypeid:string objectid:long *occurredat:timestamptz "
        "properties:json ingestedat:timestamptz"
    ),
    "object_properties_history": (
        "*objecttypeid:string *objectid:long *name:string *value:string *updatedat:timestamptz ingestedat:timestamptz "
        "sourcetype:string sourceid:string sourcelabel:string updatedbyuserid:long"
    ),
    "object_lifecycle": (
        "*objecttypeid:string *objectid:long *event:string *occurredat:timestamptz occurredatisexact:boolean "
        "mergedintoobjectid:long ingestedat:timestamptz"
    ),
    "lists": (
        "*listid:long classiclistid:long name:string listtype:string processingstatus:string objecttypeid:string "
        "size:long createdat:timestamptz updatedat:timestamptz filtersupdatedat:timestamptz deletedat:timestamptz "
        "createdbyid:string ingestedat:timestamptz"
    ),
    "list_memberships": "*listid:long objecttypeid:string *objectid:long joinedat:timestamptz ingestedat:timestamptz",
    "sync_runs": (
        "*runid:string startedat:timestamptz finishedat:timestamptz status:string mode:string complete:boolean "
        "tablescommitted:long tablesunchanged:long tablesskipped:long rows:long rowsbytable:json callsgeneral:long "
        "callssearch:long callsassociations:long bytesreceived:long byteswritten:long warnings:json"
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
