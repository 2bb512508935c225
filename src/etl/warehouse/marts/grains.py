"""Keys of the written marts: by view the columns that no two of its rows agree in. A report's follows from its contract. Data only."""

from etl.contract.catalog import Catalog

PLACE = ("county_code", "period")
_AREA = ("level", "area_code", "period")
KEYS: dict[str, tuple[str, ...]] = {
    "area": ("level", "area_code", "county_code"),
    "area_report": ("level", "area_code", "submission_id", "of_period"),
    "area_summary": _AREA,
    "attempt_history": (*PLACE, "attempted_at"),
    "basis": (*_AREA, "report"),
    "comparable_period": ("period", "comparison", "side"),
    "county_reporting": PLACE,
    "county_summary": PLACE,
    "edition_row": (),
    "explanation": (),
    "incubation_coverage": PLACE,
    "issue": (),
    "lineage": ("report", "submission_id", "source_file", "source_sheet", "source_row", "column_name"),
    "organization_from_outside": ("period", "credit_code"),
    "obligation_history": (),  # of one in force from ever the moment is not known
    "organization_from_outside_history": (),
    "organization_mention": ("period", "county_code", "report", "credit_code", "org_name", "register_level"),
    "organization_profile": ("period", "credit_code", "org_name"),
    "organization_register": ("credit_code",),
    "period_change": (*_AREA, "comparison", "measure"),
    "period_pair": ("period", "comparison"),
    "prefecture_summary": ("prefecture_code", "period"),
    "project_funnel": (*PLACE, "step_no"),
    "province_summary": ("province_code", "period"),
    "reporting_status": (*PLACE, "report"),
    "review_list": (),
    "revised_report": ("edition", "revised_by", "standing"),
    "revision": ("edition", "submission_id", "measure"),
    "submission_as_at_deadline": (*PLACE, "report"),
    "submission_as_first_reported": (*PLACE, "report"),
    "submission_change": (),
    "submission_decided": ("submission_id",),
    "submission_history": ("submission_id",),
    "submission_in_use": (*PLACE, "report"),
    "submission_repeat": ("submission_id", "repeated_id"),
    "submission_span": ("period", "report"),
    "unknown_word": ("period", "report", "word_kind", "of_column", "word"),
    "validation_result": ("run_id", "rule"),
    "activity_total": ("submission_id",),
    "disbursement_total": ("submission_id",),
    "agreement_name": ("submission_id", "credit_code", "org_name", "register_level"),
    "agreement_total": (),  # names are told apart
    "donation_total": ("submission_id",),
    "incubator_total": ("submission_id", "base_level"),
    "need_total": ("submission_id", "status"),
    "organization_total": ("submission_id", "credit_code"),
    "project_stage_total": ("submission_id", "stage"),
    "project_name": ("submission_id", "credit_code", "org_name"),
    "project_organization": (),  # names are told apart
    "project_total": (),
    "sale_total": ("submission_id",),
}
KEYS |= {
    f"{view}_{standing}": KEYS[view]
    for view in (
        "area_report",
        "area_summary",
        "county_summary",
        "organization_from_outside",
        "prefecture_summary",
        "province_summary",
    )
    for standing in ("as_first_reported", "as_at_deadline")
}


def key_of(catalog: Catalog, view: str) -> tuple[str, ...] | None:
    """The key of a view; empty where rows may be alike, None where nobody said."""
    contract = catalog.contracts.get(view)
    return KEYS.get(view) if contract is None else (*PLACE, *contract.key)
