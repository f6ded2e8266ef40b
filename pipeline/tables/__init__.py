"""What passes between the stages: each table's columns, declared once."""
