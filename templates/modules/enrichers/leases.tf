# Holds shard ids, positions and task names, nothing of an event. Losing it means reading raw-good
# again from `initial_position`.
resource "aws_dynamodb_table" "leases" {
  name         = local.name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "leaseKey"

  #% if aws.tables_can_be_protected
  deletion_protection_enabled = var.enrichers.deletion_protection

  #% endif
  attribute {
    name = "leaseKey"
    type = "S"
  }

  server_side_encryption {
    enabled = true
  }

  point_in_time_recovery {
    enabled = true
  }

  tags = {
    Name = local.name
  }
}
