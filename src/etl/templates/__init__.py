"""Official templates: from the contracts and a county to the workbook that it fills in."""
