enum LakehousePlaceholder {}
