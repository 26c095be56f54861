locals {
  names = {
    for path in ["raw_good", "raw_bad", "enriched_good", "enriched_bad"] :
    path => "${var.environment.prefix}-${replace(path, "_", "-")}"
  }
}

# Shard-level metrics stay off: they cost by the shard, and iterator age is a stream-level metric.
resource "aws_kinesis_stream" "this" {
  for_each = local.names

  name             = each.value
  shard_count      = var.streams.mode == "provisioned" ? var.streams[each.key].shards : null
  retention_period = var.streams[each.key].retention_hours
  encryption_type  = "KMS"
  kms_key_id       = module.key.arn

  #% if aws.has_stream_modes
  stream_mode_details {
    stream_mode = var.streams.mode == "on-demand" ? "ON_DEMAND" : "PROVISIONED"
  }

  #% endif
  tags = {
    Name = each.value
  }
}

# --- Encryption

locals {
  via_kinesis = "kinesis.${var.aws.region}.amazonaws.com"
  account     = { AWS = "arn:aws:iam::${var.aws.account_id}:root" }
}

# Roles are named by condition, so that the key can exist before they do; their own policies
# must allow the use as well.
module "key" {
  source = "../key"

  name        = "${var.environment.prefix}-streams"
  description = "Kinesis streams of ${var.environment.prefix}"
  account_id  = var.aws.account_id
  statements = [
    {
      Sid       = "AllowWriters"
      Effect    = "Allow"
      Principal = local.account
      Action    = "kms:GenerateDataKey"
      Resource  = "*"
      Condition = {
        StringEquals = { "kms:ViaService" = local.via_kinesis }
        ArnEquals    = { "aws:PrincipalArn" = var.writer_role_arns }
      }
    },
    {
      Sid       = "AllowReaders"
      Effect    = "Allow"
      Principal = local.account
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = {
        StringEquals = { "kms:ViaService" = local.via_kinesis }
        ArnEquals    = { "aws:PrincipalArn" = var.reader_role_arns }
      }
    },
  ]
}
