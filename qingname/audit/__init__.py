"""The bulk audit: existing accounts, from files or databases, judged as every other door judges them."""
