"""Drives Terraform: one module for each thing it says or does."""
