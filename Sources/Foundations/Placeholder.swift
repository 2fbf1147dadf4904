enum FoundationsPlaceholder {}
