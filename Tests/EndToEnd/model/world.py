"""The account as the sequence knows it, and the changes that the dice choose."""

import urllib.error
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from oracle.account import Account
from oracle.columns import is_written

from .steps import Step

#: Values by HubSpot type: usual ones, cleared ones, and those that do not fit.
TEXTS = ["", "plain", "ümläut 日本語 👩‍🔬", "a\"b\\c\nd\te", " leading and trailing ", "0", "true", "x" * 3_000, "half\u0000nul", "a;b;;c"]
VALUES = {
    "number": ["", "0", "-0", "12.5", "1e3", "51820.0", "-7", "NaN", "9007199254740993"],
    "bool": ["true", "false", ""],
    "date": ["2025-02-28", "", "1969-12-31", "12025-01-01"],
    "datetime": ["2025-04-30T08:00:00.123Z", "1735689600000", "", "2025-01-01T00:00:00Z", "1960-01-01T00:00:00.5Z"],
}
#: What HubSpot sets itself.
OWN = {
    "hs_object_id", "createdate", "hs_createdate", "hs_lastmodifieddate", "lastmodifieddate", "hs_merged_object_ids",
    "hs_calculated_merged_vids",
}  # fmt: skip
#: A property that changes may add, and what it may be recreated as.
NEW_TYPES = ["string", "number", "bool", "date", "datetime"]


@dataclass
class World:
    """Who is there. Kept up to date change by change, and read anew from the truth now and then."""

    simulator: "object"
    live: dict[str, list[str]] = field(default_factory=dict)
    archived: dict[str, list[str]] = field(default_factory=dict)
    survivors: dict[str, list[str]] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    links: list[tuple[str, str, str, str]] = field(default_factory=list)
    lists: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    deleted_lists: list[str] = field(default_factory=list)
    properties: dict[str, list[dict]] = field(default_factory=dict)
    #: Those that HubSpot calculates.
    calculated: dict[str, list[dict]] = field(default_factory=dict)
    #: What was calculated anew since the last look: type, record and property.
    calculations: set[tuple[str, str, str]] = field(default_factory=set)
    calculated_values: dict[tuple[str, str], dict] = field(default_factory=dict)
    added_properties: list[tuple[str, str, str]] = field(default_factory=list)
    pipelines: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    event_types: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    added_types: list[str] = field(default_factory=list)
    counter: int = 0
    applied: int = 0
    refused: int = 0

    def look(self, truth: Account):
        """Learns anew who is there."""
        ids = [type_["objecttypeid"] for type_ in truth.types]
        self.live = {id_: [r["objectid"] for r in truth.records(id_)] for id_ in ids}
        self.archived = {id_: [r["objectid"] for r in truth[f"archived/{id_}"]] for id_ in ids}
        merged = {(m["objecttypeid"], m["survivorid"]) for m in truth["merges"]}
        self.survivors = {id_: [r for r in self.live[id_] if (id_, r) in merged] for id_ in ids}
        self.pairs = truth.pairs()
        self.kinds = {}
        for definition in truth["association_definitions"]:
            pair = (definition["fromobjecttypeid"], definition["toobjecttypeid"])
            self.kinds.setdefault(pair, []).append(int(definition["id"]))
        self.links = [
            (*pair, a["fromobjectid"], a["toobjectid"]) for pair in self.pairs for a in truth.associations(pair)
        ]
        members: dict[str, list[str]] = {}
        for member in truth["list_memberships"]:
            members.setdefault(str(member["listid"]), []).append(member["objectid"])
        self.lists = {
            str(row["listid"]): (row["objecttypeid"], members.get(str(row["listid"]), []))
            for row in truth["lists"] if not row["deletedat"]
        }  # fmt: skip
        self.deleted_lists = [str(row["listid"]) for row in truth["lists"] if row["deletedat"]]
        self.properties = {
            id_: [p for p in truth.properties(id_) if is_written(p) and not p["calculated"] and p["name"] not in OWN] for id_ in ids
        }
        self.calculated = {
            id_: [p for p in truth.properties(id_) if is_written(p) and p["calculated"] and p["name"] not in OWN] for id_ in ids
        }
        self.calculations = set()
        self.calculated_values = {
            (id_, r["objectid"]): {p["name"]: r["properties"].get(p["name"]) for p in self.calculated[id_]}
            for id_ in ids for r in truth.records(id_)
        }  # fmt: skip
        self.pipelines = {}
        for stage in truth["pipeline_stages"]:
            self.pipelines.setdefault((stage["objecttypeid"], stage["pipelineid"]), []).append(stage["stageid"])
        self.event_types = [
            (row["fullyqualifiedname"], row["primaryobjecttypeid"]) for row in truth["event_types"] if row["isdefined"]
        ]
        self.addresses = [a for r in truth.records("0-1") if (a := r["properties"].get("email"))]
        self.added_types = [id_ for id_ in ids if id_.startswith("2-4")]

    def change(self, step: Step) -> bool:
        """Makes the change that the dice choose; false where the account has nothing that it could be made to."""
        change = getattr(self, "_" + step.kind)(*step.dice)
        if not change:
            return False
        body, then = change if isinstance(change, tuple) else (change, None)
        try:
            answer = self.simulator.change(body)
        except urllib.error.HTTPError as error:
            # The world is only read anew at settled syncs: what was chosen may be gone (expired, emptied) by now.
            assert error.code in (400, 404), f"{step}: {error.read()[:500]}"
            self.refused += 1
            return False
        self.applied += 1
        if then:
            then(answer["ids"][0])
        return True

    # -- records ------------------------------------------------------------------------------------------------------

    def _type(self, die: int, among: dict[str, list[str]] | None = None, least: int = 1) -> str | None:
        among = self.live if among is None else among
        return pick([id_ for id_, ids in among.items() if len(ids) >= least], die)

    def _values(self, type_id: str, die: int, count: int) -> dict[str, str]:
        properties = self.properties.get(type_id) or []
        values = {}
        for number in range(count):
            one = pick(properties, die // (number * 7 + 1) + number)
            if one:
                texts = VALUES.get(one["type"], TEXTS)
                values[one["name"]] = pick(texts, die // (number + 3))
            if one and one["name"] == "email":  # no two contacts of an account have the same
                values["email"] = pick([f"person-{self._next()}@example.com", ""], die // 5)
        return values

    def _create(self, type_die, die, count, *_):
        type_id = pick(list(self.live), type_die)
        change = {"kind": "create", "type": type_id, "properties": self._values(type_id, die, 1 + count % 4)}
        return change, self.live[type_id].append

    def _update(self, type_die, record, die, count, *_):
        type_id = self._type(type_die)
        values = self._values(type_id, die, 1 + count % 3) if type_id else None
        return values and {"kind": "update", "type": type_id, "id": pick(self.live[type_id], record), "properties": values}

    def _touchless(self, *dice):
        """As when HubSpot calculates: a value changes, last-modified does not. No other property ever does that.

        Once between two looks: a value that comes back before anybody looks tells its history with the record's next change only.
        """
        type_die, record, die, *_ = dice
        type_id = self._type(type_die, {id_: ids for id_, ids in self.live.items() if self.calculated.get(id_)})
        found = type_id and pick(self.calculated[type_id], die)
        if not found:
            return None
        one, name = pick(self.live[type_id], record), found["name"]
        value = pick(VALUES.get(found["type"], TEXTS), die // 7)
        before = self.calculated_values.get((type_id, one), {}).get(name)
        if (type_id, one, name) in self.calculations or value == (before or ""):
            return None
        change = {"kind": "update", "type": type_id, "id": one, "properties": {name: value}, "touches": False}
        return change, lambda _: self.calculations.add((type_id, one, name))

    def _bulk_edit(self, type_die, record, die, count, *_):
        type_id = self._type(type_die)
        values = self._values(type_id, die, 1) if type_id else {}
        values.pop("email", None)
        return values and {
            "kind": "bulk-edit", "type": type_id, "id": pick(self.live[type_id], record // 3),
            "count": 5 + count % max(60, len(self.live[type_id])), "properties": values,
        }  # fmt: skip

    def _archive(self, type_die, record, *_):
        type_id = self._type(type_die, least=4)
        if type_id is None:
            return None
        id_ = pick(self.live[type_id], record)
        return {"kind": "archive", "type": type_id, "id": id_}, lambda _: self._left(type_id, id_, archived=True)

    def _restore(self, type_die, record, *_):
        type_id = self._type(type_die, self.archived)
        if type_id is None:
            return None
        id_ = pick(self.archived[type_id], record)

        def then(_):
            self.archived[type_id].remove(id_)
            self.live[type_id].append(id_)

        return {"kind": "restore", "type": type_id, "id": id_}, then

    def _merge(self, type_die, primary, other, new, *_):
        return self._merged(self._type(type_die, least=6), primary, other, new)

    def _merge_merged(self, type_die, primary, other, new, *_):
        """One of the two has absorbed records already: a chain, or a survivor that grows."""
        type_id = self._type(type_die, self.survivors)
        return self._merged(type_id, primary, other, new, among=type_id and self.survivors[type_id])

    def _merged(self, type_id, primary, other, new, among=None):
        if type_id is None or len(self.live[type_id]) < 4:
            return None
        one, two = pick(among or self.live[type_id], primary), pick(self.live[type_id], other)
        if one == two or one not in self.live[type_id]:
            return None
        if among and other % 2:
            one, two = two, one

        def then(survivor):
            for id_ in {one, two} - {survivor}:
                self._left(type_id, id_, archived=False)
            if survivor not in self.live[type_id]:
                self.live[type_id].append(survivor)
            self.survivors.setdefault(type_id, []).append(survivor)

        return {"kind": "merge", "type": type_id, "id": one, "toId": two, "newId": bool(new % 2)}, then

    def _privacy_delete(self, type_die, record, archived, *_):
        among = self.archived if archived % 4 == 0 else self.live
        type_id = self._type(type_die, among, least=1 if among is self.archived else 4)
        if type_id is None:
            return None
        id_ = pick(among[type_id], record)

        def then(_):
            self._left(type_id, id_, archived=False)
            if id_ in self.archived[type_id]:
                self.archived[type_id].remove(id_)

        return {"kind": "gdpr-delete", "type": type_id, "id": id_}, then

    def _left(self, type_id: str, id_: str, archived: bool):
        if id_ in self.live[type_id]:
            self.live[type_id].remove(id_)
        if id_ in self.survivors.get(type_id, []):
            self.survivors[type_id] = [one for one in self.survivors[type_id] if one != id_]
        if archived:
            self.archived[type_id].append(id_)
        self.links = [l for l in self.links if (l[0], l[2]) != (type_id, id_) and (l[1], l[3]) != (type_id, id_)]

    # -- associations -------------------------------------------------------------------------------------------------

    def _associate(self, pair_die, from_die, to_die, kind, *_):
        pair = pick([p for p in self.pairs if self.live.get(p[0]) and self.live.get(p[1])], pair_die)
        if pair is None:
            return None
        one, two = pick(self.live[pair[0]], from_die), pick(self.live[pair[1]], to_die)
        if pair[0] == pair[1] and one == two:
            return None
        change = {"kind": "associate", "type": pair[0], "id": one, "to": pair[1], "toId": two}
        if kind % 3:
            change["typeId"] = pick(self.kinds[pair], kind // 3)
        return change, lambda _: self.links.append((*pair, one, two))

    def _dissociate(self, die, *_):
        link = pick(self.links, die)
        if link is None:
            return None
        one, two, from_id, to_id = link
        change = {"kind": "dissociate", "type": one, "id": from_id, "to": two, "toId": to_id}
        return change, lambda _: self.links.remove(link)

    def _rename_label(self, pair_die, kind, number, *_):
        pair = pick(self.pairs, pair_die)
        return pair and {
            "kind": "update-label", "type": pair[0], "to": pair[1], "typeId": pick(self.kinds[pair], kind),
            "label": f"Label {number % 100}",
        }  # fmt: skip

    # -- lists --------------------------------------------------------------------------------------------------------

    def _create_list(self, type_die, count, die, *_):
        type_id = self._type(type_die)
        if type_id is None:
            return None
        ids = sorted({pick(self.live[type_id], die // (n + 1)) for n in range(count % 6)})
        change = {"kind": "create-list", "type": type_id, "name": f"List {self._next()}", "ids": ids}
        return change, lambda id_: self.lists.__setitem__(id_, (type_id, ids))

    def _join_list(self, die, record, *_):
        id_ = pick(list(self.lists), die)
        member = id_ and pick(self.live.get(self.lists[id_][0], []), record)
        return member and {"kind": "add-to-list", "list": id_, "ids": [member]}

    def _leave_list(self, die, record, *_):
        id_ = pick([id_ for id_, (_, members) in self.lists.items() if members], die)
        return id_ and {"kind": "remove-from-list", "list": id_, "ids": [pick(self.lists[id_][1], record)]}

    def _rename_list(self, die, *_):
        id_ = pick(list(self.lists), die)
        return id_ and {"kind": "rename-list", "list": id_, "name": f"Renamed {self._next()}"}

    def _delete_list(self, die, *_):
        id_ = pick(list(self.lists), die)

        def then(_):
            del self.lists[id_]
            self.deleted_lists.append(id_)

        return id_ and ({"kind": "delete-list", "list": id_}, then)

    def _restore_list(self, die, *_):
        id_ = pick(self.deleted_lists, die)
        return id_ and ({"kind": "restore-list", "list": id_}, lambda _: self.deleted_lists.remove(id_))

    # -- what the account can hold ------------------------------------------------------------------------------------

    def _add_property(self, type_die, kind, *_):
        type_id, name, type_ = pick(list(self.live), type_die), f"model_{self._next()}", pick(NEW_TYPES, kind)
        change = {"kind": "add-property", "type": type_id, "name": name, "propertyType": type_}

        def then(_):
            self.added_properties.append((type_id, name, type_))
            self.properties.setdefault(type_id, []).append({"name": name, "type": type_})

        return change, then

    def _remove_property(self, die, *_):
        found = pick(self.added_properties, die)
        if found is None:
            return None

        def then(_):
            self.added_properties.remove(found)
            self.properties[found[0]] = [p for p in self.properties[found[0]] if p["name"] != found[1]]

        return {"kind": "remove-property", "type": found[0], "name": found[1]}, then

    def _recreate_property(self, die, kind, *_):
        """Archived and made again, often of another type."""
        found = pick(self.added_properties, die)
        if found is None:
            return None
        type_id, name, _ = found
        type_ = pick(NEW_TYPES, kind)

        def then(_):
            self.added_properties[self.added_properties.index(found)] = (type_id, name, type_)
            others = [p for p in self.properties[type_id] if p["name"] != name]
            self.properties[type_id] = [*others, {"name": name, "type": type_}]

        return {"kind": "add-property", "type": type_id, "name": name, "propertyType": type_}, then

    def _rename_property(self, type_die, die, number, *_):
        type_id = pick(list(self.live), type_die)
        found = pick(self.properties.get(type_id) or [], die)
        return found and {
            "kind": "update-property", "type": type_id, "name": found["name"], "label": f"Label {number % 1_000}, \"neu\"",
        }  # fmt: skip

    def _put_pipeline(self, die, count, number, is_new, *_):
        known = pick(list(self.pipelines), die)
        if known is None:
            return None
        type_id, id_ = (known[0], f"line-{self._next()}") if is_new % 3 == 0 else known
        stages = [
            {"id": f"{id_}-s{n}", "label": f"Stage {(number + n) % 50}", "probability": f"0.{n}", "isClosed": n > 2}
            for n in range(1 + count % 4)
        ]
        change = {"kind": "put-pipeline", "type": type_id, "id": id_, "label": f"Line {number % 100}", "stages": stages}
        return change, lambda _: self.pipelines.__setitem__((type_id, id_), [s["id"] for s in stages])

    def _remove_stage(self, die, *_):
        known = pick([key for key, stages in self.pipelines.items() if len(stages) > 1 and key[1].startswith("line-")], die)
        if known is None:
            return None
        kept = self.pipelines[known][:-1]
        stages = [{"id": id_, "label": f"Kept {id_}"} for id_ in kept]
        change = {"kind": "put-pipeline", "type": known[0], "id": known[1], "stages": stages}
        return change, lambda _: self.pipelines.__setitem__(known, kept)

    def _remove_pipeline(self, die, *_):
        known = pick([key for key in self.pipelines if key[1].startswith("line-")], die)
        change = known and {"kind": "remove-pipeline", "type": known[0], "id": known[1]}
        return change and (change, lambda _: self.pipelines.pop(known))

    def _add_type(self, *_):
        if len(self.added_types) > 1:
            return None
        name = f"kind_{self._next()}"

        def then(id_):
            self.added_types.append(id_)
            self.live[id_], self.archived[id_], self.survivors[id_] = [], [], []
            self.properties[id_] = [{"name": "title", "type": "string"}, {"name": "size", "type": "number"}]
            for pair in ((id_, "0-1"), ("0-1", id_)):
                self.pairs.append(pair)
                self.kinds[pair] = [10 * int(id_[2:]) + (pair[0] == "0-1")]

        return {"kind": "add-type", "name": name, "label": name.title()}, then

    def _remove_type(self, die, *_):
        """HubSpot wants the records gone first; so does the sequence."""
        id_ = pick([one for one in self.added_types], die)
        if id_ is None:
            return None
        for record in list(self.live[id_]):
            self.simulator.change({"kind": "archive", "type": id_, "id": record})

        def then(_):
            self.added_types.remove(id_)
            for known in (self.live, self.archived, self.survivors, self.properties):
                known.pop(id_, None)
            self.pairs = [pair for pair in self.pairs if id_ not in pair]
            self.links = [link for link in self.links if id_ not in link[:2]]
            self.lists = {key: value for key, value in self.lists.items() if value[0] != id_}
            self.added_properties = [one for one in self.added_properties if one[0] != id_]
            self.pipelines = {key: value for key, value in self.pipelines.items() if key[0] != id_}

        return {"kind": "remove-type", "type": id_}, then

    # -- events -------------------------------------------------------------------------------------------------------

    def _event(self, die, record, value, *_, at=None):
        found = pick(self.event_types, die)
        member = found and pick(self.live.get(found[1], []), record)
        if not member:
            return None
        change = {"kind": "event", "name": found[0], "id": member, "properties": {"plan": pick(TEXTS[1:4], value)}}
        return change | ({"at": at} if at else {})

    def _late_event(self, die, record, value, days, *_):
        """Sent up to a week after it occurred: so far hublake looks back once a day."""
        occurred = datetime.fromtimestamp(self.simulator.now() // 1_000_000, UTC) - timedelta(hours=days % 165)
        return self._event(die, record, value, at=occurred.strftime("%Y-%m-%dT%H:%M:%S.000Z"))

    def _email_event(self, die, kind, *_):
        recipient = pick([*self.addresses[:20], "stranger@example.com"], die)
        name = pick(["OPEN", "CLICK", "DELIVERED", "SENT", "BOUNCE"], kind)
        return {"kind": "email-event", "name": name, "recipient": recipient}

    def _next(self) -> int:
        self.counter += 1
        return self.counter


def pick(choices: list, die: int):
    """One of the choices; None where there are none."""
    return choices[die % len(choices)] if choices else None
