"""Words as data, by language: verbs of deciding, titles, modality."""
