"""What a picture shows: facts for the rules, and no judgement."""
