"""Holds every answer of /api against the program's own description, /api/v1/openapi.json.

Just the words of JSON Schema that the description uses; any other word is reported as a fault,
because what is not understood here would not be checked.
"""
import re

UNCHECKED = {"description", "title", "format", "example", "examples", "default", "readOnly",
             "writeOnly", "deprecated", "contentMediaType", "$comment"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def is_type(value, name):
    if name in ("integer", "number"):
        return not isinstance(value, bool) and isinstance(value, int if name == "integer" else (int, float))
    return isinstance(value, TYPES[name])


class Description:
    def __init__(self, document):
        self.document = document
        self.paths = [(re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path)) + "$"), path)
                      for path in sorted(document["paths"], key=lambda path: path.count("{"))]

    def at(self, reference):
        place = self.document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part.replace("~1", "/").replace("~0", "~")]
        return place

    def faults(self, method, path, status, media_type, value):
        """What is wrong with an answer; value: the JSON, or None when it has another type."""
        operations = next((self.document["paths"][name] for pattern, name in self.paths
                           if pattern.match(path)), None)
        if operations is None or method.lower() not in operations:
            return [] if status in (401, 404, 405) else [f"{method} {path} is not described"]
        answers = operations[method.lower()]["responses"]
        answer = answers.get(str(status)) or answers.get(f"{status // 100}XX") or answers.get("default")
        if answer is None:
            return [f"the answer {status} to {method} {path} is not described"]
        if "$ref" in answer:
            answer = self.at(answer["$ref"])
        content = answer.get("content")
        if content is None:
            return [] if value is None else [f"the answer {status} is described without content"]
        if media_type not in content:
            return [f"the type {media_type} of the answer {status} is not described"]
        schema = content[media_type].get("schema")
        return [] if schema is None or value is None else list(self.compare(schema, value, ""))

    def compare(self, schema, value, where):
        if schema is True or schema is False:
            if not schema:
                yield f"{where or '.'} may not be there"
            return
        for word, rule in schema.items():
            check = getattr(self, "check_" + word.replace("$", ""), None)
            if check:
                for fault in check(rule, value, where, schema):
                    yield f"{where or '.'} {fault}" if isinstance(fault, str) else fault[0]
            elif word not in UNCHECKED and not word.startswith("x-"):
                yield f"the description uses {word}, which is not checked here"

    def inner(self, schema, value, where):
        return [(fault,) for fault in self.compare(schema, value, where)]

    def check_ref(self, rule, value, where, schema):
        return self.inner(self.at(rule), value, where)

    def check_type(self, rule, value, where, schema):
        names = [rule] if isinstance(rule, str) else rule
        return [] if any(is_type(value, name) for name in names) else [f"is not of type {rule}: {value!r}"]

    def check_enum(self, rule, value, where, schema):
        return [] if value in rule else [f"is none of {rule}: {value!r}"]

    def check_const(self, rule, value, where, schema):
        return [] if value == rule else [f"is not {rule!r}: {value!r}"]

    def check_required(self, rule, value, where, schema):
        return [f"lacks {name}" for name in rule if isinstance(value, dict) and name not in value]

    def check_properties(self, rule, value, where, schema):
        if not isinstance(value, dict):
            return []
        return [fault for name in rule if name in value
                for fault in self.inner(rule[name], value[name], f"{where}.{name}")]

    def check_additionalProperties(self, rule, value, where, schema):
        if not isinstance(value, dict):
            return []
        known = schema.get("properties", {})
        return [fault for name in value if name not in known
                for fault in self.inner(rule, value[name], f"{where}.{name}")]

    def check_items(self, rule, value, where, schema):
        if not isinstance(value, list):
            return []
        return [fault for i, each in enumerate(value) for fault in self.inner(rule, each, f"{where}[{i}]")]

    def check_minItems(self, rule, value, where, schema):
        return [f"has fewer than {rule} items"] if isinstance(value, list) and len(value) < rule else []

    def check_maxItems(self, rule, value, where, schema):
        return [f"has more than {rule} items"] if isinstance(value, list) and len(value) > rule else []

    def check_pattern(self, rule, value, where, schema):
        wrong = isinstance(value, str) and not re.search(rule, value)
        return [f"does not match {rule}: {value!r}"] if wrong else []

    def check_minLength(self, rule, value, where, schema):
        return [f"is shorter than {rule}"] if isinstance(value, str) and len(value) < rule else []

    def check_maxLength(self, rule, value, where, schema):
        return [f"is longer than {rule}"] if isinstance(value, str) and len(value) > rule else []

    def check_minimum(self, rule, value, where, schema):
        return [f"is less than {rule}"] if is_type(value, "number") and value < rule else []

    def check_maximum(self, rule, value, where, schema):
        return [f"is more than {rule}"] if is_type(value, "number") and value > rule else []

    def check_allOf(self, rule, value, where, schema):
        return [fault for each in rule for fault in self.inner(each, value, where)]

    def check_anyOf(self, rule, value, where, schema):
        faults = [self.inner(each, value, where) for each in rule]
        return [] if not all(faults) else [f"matches none of {len(rule)} forms: {faults[0][0][0]}"]

    def check_oneOf(self, rule, value, where, schema):
        fitting = sum(not self.inner(each, value, where) for each in rule)
        return [] if fitting == 1 else [f"matches {fitting} of {len(rule)} forms: {value!r}"]
