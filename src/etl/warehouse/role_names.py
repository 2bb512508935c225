"""Names of the roles of readers, on whatever server the warehouse is; they log in nowhere, and accounts are their members."""

READERS = "warehouse_reader"  # read mart and ref
PERSONAL = "warehouse_reader_personal"  # see personal columns there
VIEWS = "warehouse_views"  # owns the views of mart where analysts see one prefecture only
