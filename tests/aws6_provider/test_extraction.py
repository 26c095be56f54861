from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.aws6_provider import known, provider_block
from tests.aws6_provider.extract import check_counts, typescript_of
from tests.aws6_provider.schema import block
from tests.aws6_provider.typescript import LayoutChanged, read, type_of

HEAD = """
export interface AwsThingConfig extends cdktn.TerraformMetaArguments {
  /**
  * shape block
  */
  readonly shape: AwsThing.ShapeProperty;
}
export class AwsThing extends cdktn.TerraformResource {
  public static readonly tfResourceType = "aws_thing";
      providerVersion: '6.1.0',
"""
ATTRIBUTES = """
  // {name} - computed: {computed}, optional: {optional}, required: {required}
  private _it?: string;
  public get it() {{
    return {getter};
  }}
"""
SHAPE = """
  // shape - computed: false, optional: false, required: true
  private _shape = new AwsThing.{made};
  public get shape() {{
    return this._shape;
  }}
}}
export namespace AwsThing {{
export class ShapePropertyOutputReference extends cdktn.ComplexObject {{
    super(terraformResource, terraformAttribute{limits});

  // side - computed: false, optional: false, required: true
  private _side?: number;
  public get side() {{
    return this.getNumberAttribute('side');
  }}
}}
export class ShapePropertyList extends cdktn.ComplexList {{
    super(terraformResource, terraformAttribute, wrapsSet);
}}
}}
"""


def with_attribute(getter: str, flags: str = "optional") -> str:
    flag = {name: str(name == flags).lower() for name in ("computed", "optional", "required")}
    return HEAD + ATTRIBUTES.format(name="it", getter=getter, **flag) + "}\n"


def with_shape(made: str, limits: str = "", document: str = HEAD) -> str:
    return document + SHAPE.format(made=made, limits=limits)


def test_the_kind_the_type_and_the_version_are_read() -> None:
    source = read(with_attribute("this.getStringAttribute('it')"))

    assert (source.kind, source.type_name, source.version) == (
        "TerraformResource",
        "aws_thing",
        "6.1.0",
    )


@pytest.mark.parametrize(
    ("getter", "expected"),
    [
        ("this.getStringAttribute('it')", "string"),
        ("this.getBooleanAttribute('it')", "bool"),
        ("this.getListAttribute('it')", ["list", "string"]),
        ("cdktn.Fn.tolist(this.getListAttribute('it'))", ["set", "string"]),
        ("this.getStringMapAttribute('it')", ["map", "string"]),
        (
            "cdktn.Token.asNumberList(cdktn.Fn.tolist(this.getNumberListAttribute('it')))",
            ["set", "number"],
        ),
    ],
)
def test_a_type_is_told_from_its_getter(getter: str, expected: object) -> None:
    schema = block(read(with_attribute(getter)))

    assert schema["attributes"]["it"]["type"] == expected


@pytest.mark.parametrize("flag", ["computed", "optional", "required"])
def test_a_flag_is_told_from_the_comment(flag: str) -> None:
    schema = block(read(with_attribute("this.getStringAttribute('it')", flag)))

    assert schema["attributes"]["it"] == {"type": "string", flag: True}


def test_a_write_only_attribute_is_told_from_its_deprecation() -> None:
    text = with_attribute("this.getStringAttribute('it')").replace(
        "  public get", "  /** @deprecated Write-only: never returned. */\n  public get"
    )

    assert block(read(text))["attributes"]["it"]["write_only"] is True


@pytest.mark.parametrize(
    ("made", "limits", "expected"),
    [
        ('ShapePropertyList(this, "shape", true)', "", {"nesting_mode": "set", "min_items": 1}),
        ('ShapePropertyList(this, "shape", false)', "", {"nesting_mode": "list", "min_items": 1}),
        (
            'ShapePropertyOutputReference(this, "shape")',
            ", false, 0",
            {"nesting_mode": "list", "min_items": 1, "max_items": 1},
        ),
        (
            'ShapePropertyOutputReference(this, "shape")',
            ", false",
            {"nesting_mode": "single", "min_items": 1},
        ),
    ],
)
def test_the_nesting_of_a_block_is_told_from_its_class(
    made: str, limits: str, expected: dict[str, object]
) -> None:
    schema = block(read(with_shape(made, limits)))

    nested = schema["block_types"]["shape"]
    assert nested.pop("block") == {"attributes": {"side": {"type": "number", "required": True}}}
    assert nested == expected


def test_what_no_comment_calls_a_block_is_an_attribute_with_an_object_type() -> None:
    text = with_shape('ShapePropertyList(this, "shape", true)').replace("* shape block", "*")

    schema = block(read(text))

    assert schema["attributes"]["shape"]["type"] == ["set", ["object", {"side": "number"}]]


@pytest.mark.parametrize(
    "text",
    [
        with_attribute("this.getColourAttribute('it')"),
        with_attribute("this.interpolationForAttribute('it')"),
        with_shape('MissingPropertyList(this, "shape", true)'),
        with_shape('ShapePropertyOutputReference(this, "shape")', ", true, 7"),
        HEAD.replace("tfResourceType", "resourceType") + "}\n",
        "export const nothing = 1;\n",
    ],
    ids=["getter", "untyped", "class", "constructor", "type", "no class"],
)
def test_an_unknown_layout_is_refused(text: str) -> None:
    with pytest.raises(LayoutChanged):
        block(read(text))


def test_a_class_that_contains_itself_is_refused() -> None:
    text = with_shape('ShapePropertyList(this, "shape", true)').replace(
        "  // side",
        "  // shape - computed: false, optional: true, required: false\n  private "
        '_shape = new ShapePropertyList(this, "shape", true);\n  // side',
    )

    with pytest.raises(LayoutChanged, match="contains itself"):
        block(read(text))


def test_an_index_describes_no_type() -> None:
    assert type_of("export * from './thing';\n") is None


def test_sources_are_read_from_an_inline_source_map() -> None:
    encoded = base64.b64encode(json.dumps({"sourcesContent": ["let a = 1;"]}).encode()).decode()
    javascript = f"var a = 1;\n//# sourceMappingURL=data:application/json;base64,{encoded}"

    assert list(typescript_of(javascript)) == ["let a = 1;"]
    assert list(typescript_of("var a = 1;")) == []


def test_a_wheel_with_another_number_of_types_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="expected"):
        check_counts([("TerraformResource", "aws_thing")])


PROVIDER = """
export interface AwsProviderConfig {
  /**
  * {@link https://example.org/docs#region AwsProvider#region}
  */
  readonly region?: string;
  /**
  * default_tags block
  *
  * {@link https://example.org/docs#default_tags AwsProvider#default_tags}
  */
  readonly defaultTags?: AwsProvider.DefaultTagsProperty[] | cdktn.IResolvable;
}
  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      region: {
        value: cdktn.stringToHclTerraform(this._region),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      default_tags: {
        value: cdktn.listMapperHcl(mapper, true)(this._defaultTags),
        isBlock: true,
        type: "list",
        storageClassType: "AwsProvider.DefaultTagsPropertyList",
      },
    };

    // remove undefined attributes
  }
export function awsProviderDefaultTagsPropertyToHclTerraform(struct?: any): any {
  const attrs = {
    tags: {
      value: cdktn.hashMapperHcl(cdktn.stringToHclTerraform)(struct!.tags),
      isBlock: false,
      type: "map",
      storageClassType: "stringMap",
    },
  };

  // remove undefined attributes
}
export interface DefaultTagsProperty {
  /**
  * {@link https://example.org/docs#tags AwsProvider#tags}
  */
  readonly tags: { [key: string]: string };
}
"""


def test_the_providers_own_block_is_read_from_its_tables() -> None:
    schema = provider_block.read(PROVIDER)

    assert schema["attributes"] == {"region": {"type": "string", "optional": True}}
    tags = schema["block_types"]["default_tags"]
    assert tags["nesting_mode"] == "list"
    assert tags["block"]["attributes"] == {"tags": {"type": ["map", "string"], "required": True}}


def test_a_member_that_is_missing_from_the_providers_table_is_refused() -> None:
    with pytest.raises(LayoutChanged, match="different members"):
        provider_block.read(PROVIDER.replace("      region: {", "      region: [", 1))


def test_what_the_documentation_calls_sensitive_is_marked() -> None:
    schemas = {
        "aws_ssm_parameter": {"block": {"attributes": {"value": {"type": "string"}}}},
    }

    known.mark_sensitive(schemas, known.SENSITIVE)

    value = schemas["aws_ssm_parameter"]["block"]["attributes"]["value"]
    assert value == {"type": "string", "sensitive": True}


def test_a_sensitive_attribute_that_is_gone_is_an_error() -> None:
    schemas: dict[str, Any] = {"aws_ssm_parameter": {"block": {"attributes": {}}}}

    with pytest.raises(KeyError, match="value"):
        known.mark_sensitive(schemas, known.SENSITIVE)
