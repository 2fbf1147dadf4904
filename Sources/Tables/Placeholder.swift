enum TablesPlaceholder {}
