"""The engines that judge rows by the schemas, and the comparison of their judgements."""
