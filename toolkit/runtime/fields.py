"""The 131 columns of an enriched event, as data: what stands where, of which type, how wide."""

from __future__ import annotations

from typing import NamedTuple

PSEUDONYM_LENGTH = 64
"""Characters of a pseudonym: HMAC-SHA256 in lower-case hexadecimal."""


class Field(NamedTuple):
    """A column: its name, its type and the longest value it is published with, if there is one.

    Types: string, timestamp, uuid, int, double, boolean, json.
    """

    name: str
    type: str
    max_length: int | None

    @property
    def holds_pseudonym(self) -> bool:
        """Whether a pseudonym fits: a string without a published length below 64."""
        wide = self.max_length is None or self.max_length >= PSEUDONYM_LENGTH
        return self.type == "string" and wide


def _field(line: str) -> Field:
    name, kind, *length = line.split()
    return Field(name, kind, int(length[0]) if length else None)


# In the order of the line. Names, types and lengths: the schema `atomic` 1-0-0 of Iglu Central,
# with which the Scala analytics SDK and Enrich agree. Other SDKs call one column
# `refr_device_tstamp`.
_LINES = """
app_id string 255
platform string 255
etl_tstamp timestamp
collector_tstamp timestamp
dvce_created_tstamp timestamp
event string 128
event_id uuid 36
txn_id int
name_tracker string 128
v_tracker string 100
v_collector string 100
v_etl string 100
user_id string 255
user_ipaddress string 128
user_fingerprint string 128
domain_userid string 128
domain_sessionidx int
network_userid string 128
geo_country string 2
geo_region string 3
geo_city string 75
geo_zipcode string 15
geo_latitude double
geo_longitude double
geo_region_name string 100
ip_isp string 100
ip_organization string 128
ip_domain string 128
ip_netspeed string 100
page_url string 4096
page_title string 2000
page_referrer string 4096
page_urlscheme string 16
page_urlhost string 255
page_urlport int
page_urlpath string 3000
page_urlquery string 6000
page_urlfragment string 3000
refr_urlscheme string 16
refr_urlhost string 255
refr_urlport int
refr_urlpath string 6000
refr_urlquery string 6000
refr_urlfragment string 3000
refr_medium string 25
refr_source string 50
refr_term string 255
mkt_medium string 255
mkt_source string 255
mkt_term string 255
mkt_content string 500
mkt_campaign string 255
contexts json
se_category string 1000
se_action string 1000
se_label string 4096
se_property string 1000
se_value double
unstruct_event json
tr_orderid string 255
tr_affiliation string 255
tr_total double
tr_tax double
tr_shipping double
tr_city string 255
tr_state string 255
tr_country string 255
ti_orderid string 255
ti_sku string 255
ti_name string 255
ti_category string 255
ti_price double
ti_quantity int
pp_xoffset_min int
pp_xoffset_max int
pp_yoffset_min int
pp_yoffset_max int
useragent string 1000
br_name string 50
br_family string 50
br_version string 50
br_type string 50
br_renderengine string 50
br_lang string 255
br_features_pdf boolean
br_features_flash boolean
br_features_java boolean
br_features_director boolean
br_features_quicktime boolean
br_features_realplayer boolean
br_features_windowsmedia boolean
br_features_gears boolean
br_features_silverlight boolean
br_cookies boolean
br_colordepth string 12
br_viewwidth int
br_viewheight int
os_name string 50
os_family string 50
os_manufacturer string 50
os_timezone string 255
dvce_type string 50
dvce_ismobile boolean
dvce_screenwidth int
dvce_screenheight int
doc_charset string 128
doc_width int
doc_height int
tr_currency string 3
tr_total_base double
tr_tax_base double
tr_shipping_base double
ti_currency string 3
ti_price_base double
base_currency string 3
geo_timezone string 64
mkt_clickid string 128
mkt_network string 64
etl_tags string 500
dvce_sent_tstamp timestamp
refr_domain_userid string 128
refr_dvce_tstamp timestamp
derived_contexts json
domain_sessionid string 128
derived_tstamp timestamp
event_vendor string 1000
event_name string 1000
event_format string 128
event_version string 128
event_fingerprint string 128
true_tstamp timestamp
"""

FIELDS = tuple(_field(line) for line in _LINES.split("\n") if line)
"""The columns in the order in which they stand in a line."""

NAMES = tuple(field.name for field in FIELDS)
"""The columns' names in the order of the line."""

POSITIONS = {name: position for position, name in enumerate(NAMES)}
"""From a column's name to its place in the line, counted from 0."""

STAMPED = "etl_tags"
"""The column that carries the id of the salt."""

NEVER_ALLOWED = frozenset(
    {
        "user_ipaddress",
        "user_id",
        "domain_userid",
        "network_userid",
        "user_fingerprint",
        "refr_domain_userid",
        "geo_latitude",
        "geo_longitude",
        "page_urlquery",
    }
)
"""Columns that no allowlist can let pass: each of them alone identifies or locates a person."""
