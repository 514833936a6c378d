"""The dream as it plays: where it stands, how it gets elsewhere, and its sound."""
