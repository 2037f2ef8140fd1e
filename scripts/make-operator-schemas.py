"""Writes scripts/operators/schemas.json: name, versions and kinds of every operator of ONNX's standard domain.

The facts come from the schemas of the Python package `onnx` (Apache-2.0), `onnx.defs.get_all_schemas_with_history()`.
"""

import json
from pathlib import Path

import onnx

NEWEST = 25
FLOATS = ("tensor(float16)", "tensor(float)", "tensor(double)", "tensor(bfloat16)")


def carries_floats(schema, parameters) -> bool:
    constraints = {each.type_param_str: each.allowed_type_strs for each in schema.type_constraints}
    types = [kind for parameter in parameters for kind in constraints.get(parameter.type_str, [parameter.type_str])]
    return any(float_type in kind for kind in types for float_type in FLOATS)


def main() -> None:
    versions: dict[str, list] = {}
    for schema in onnx.defs.get_all_schemas_with_history():
        if schema.domain == "" and schema.since_version <= NEWEST:
            versions.setdefault(schema.name, []).append(schema)
    operators = {}
    for name, schemas in sorted(versions.items()):
        schemas.sort(key=lambda schema: schema.since_version)
        usable = [schema for schema in schemas if not schema.deprecated]
        latest = usable[-1]
        operators[name] = {
            "since": [schema.since_version for schema in usable],
            **({"removed": schemas[-1].since_version} if schemas[-1].deprecated else {}),
            "floatInputs": carries_floats(latest, latest.inputs),
            "floatOutputs": carries_floats(latest, latest.outputs),
        }
    document = {
        "source": f"onnx {onnx.__version__} (https://github.com/onnx/onnx), Apache-2.0; made by scripts/make-operator-schemas.py",
        "newest": NEWEST,
        "operators": operators,
    }
    # One operator a line, as Biome formats it.
    spaced = {name: f"{{ {json.dumps(entry)[1:-1]} }}" for name, entry in operators.items()}
    lines = ",\n".join(f"    {json.dumps(name)}: {entry}" for name, entry in spaced.items())
    head = json.dumps({key: document[key] for key in ("source", "newest")}, indent=2)[:-2]
    path = Path(__file__).parent / "operators" / "schemas.json"
    path.write_text(f'{head},\n  "operators": {{\n{lines}\n  }}\n}}\n')


if __name__ == "__main__":
    main()
