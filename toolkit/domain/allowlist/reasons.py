"""Why a column is not on the default allowlist, for the table in docs/privacy.md."""

from __future__ import annotations

from toolkit.runtime.fields import NEVER_ALLOWED, STAMPED

_WHY = {
    "opened schema by schema: see the rules of its properties": (
        "contexts unstruct_event derived_contexts"
    ),
    "carries the salt's id; what stood there follows as a pseudonym": STAMPED,
    "identifies a browser, a session or a click and follows it around": (
        "domain_sessionid mkt_clickid event_fingerprint"
    ),
    "narrows down where a person is": (
        "geo_region geo_city geo_zipcode geo_region_name geo_timezone os_timezone"
    ),
    "names an employer or a household's line": "ip_isp ip_organization ip_domain",
    "addresses and titles hold names of people, groups and projects": (
        "page_url page_title page_referrer page_urlhost page_urlpath page_urlfragment"
        " refr_urlhost refr_urlpath refr_urlquery refr_urlfragment"
    ),
    "free text: whoever wrote the link, the search or the tag chose it": (
        "refr_term mkt_medium mkt_source mkt_term mkt_content mkt_campaign"
        " se_label se_property tr_affiliation"
    ),
    "a free number, which may be an id": "se_value txn_id",
    "tells browsers apart when combined (fingerprinting)": (
        "useragent br_version br_lang br_colordepth br_viewwidth br_viewheight"
        " dvce_screenwidth dvce_screenheight doc_width doc_height"
        " br_features_pdf br_features_flash br_features_java br_features_director"
        " br_features_quicktime br_features_realplayer br_features_windowsmedia"
        " br_features_gears br_features_silverlight"
    ),
    "belongs to somebody's order": (
        "tr_orderid tr_total tr_tax tr_shipping tr_city tr_state tr_country"
        " tr_total_base tr_tax_base tr_shipping_base"
        " ti_orderid ti_sku ti_name ti_category ti_price ti_quantity ti_price_base"
    ),
    "tells when a person's other device was used": "refr_dvce_tstamp",
}

_BY_COLUMN = {name: reason for reason, names in _WHY.items() for name in names.split()}


def why_not(column: str) -> str:
    """The reason why a column does not pass; that nobody asked for it where there is none."""
    if column in NEVER_ALLOWED:
        return "never allowed: identifies or locates a person by itself"
    return _BY_COLUMN.get(column, "not on the allowlist")
