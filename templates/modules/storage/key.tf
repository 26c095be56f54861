locals {
  reader_role_arns = distinct(concat(var.storage.analyst_role_arns, var.storage.operator_role_arns))

  # With a bucket key the encryption context is the bucket; without, the object.
  of_the_bucket = {
    StringEquals = { "kms:ViaService" = "s3.${var.aws.region}.amazonaws.com" }
    StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.bucket_arn, "${local.bucket_arn}/*"] }
  }

  key_statements = [
    {
      Sid       = "AllowLogGroups"
      Effect    = "Allow"
      Principal = { Service = "logs.${var.aws.region}.amazonaws.com" }
      Action = [
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]
      Resource = "*"
      Condition = {
        StringLike = {
          "kms:EncryptionContext:aws:logs:arn" = [
            for start in ["/aws/kinesisfirehose/", "/aws/lambda/", "/ecs/", "/vpc/", "aws-waf-logs-"] :
            "arn:aws:logs:${var.aws.region}:${var.aws.account_id}:log-group:${start}${var.environment.prefix}*"
          ]
        }
      }
    },
    {
      # The roles are named by condition, so that the key can exist before they do; their own
      # policies must allow the use as well.
      Sid       = "AllowWriters"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${var.aws.account_id}:root" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = merge(local.of_the_bucket, { ArnEquals = { "aws:PrincipalArn" = var.writer_role_arns } })
    },
  ]

  key_reader_statements = [
    {
      Sid       = "AllowReaders"
      Effect    = "Allow"
      Principal = { AWS = local.reader_role_arns }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = local.of_the_bucket
    },
  ]
}

module "key" {
  source = "../key"

  name        = "${var.environment.prefix}-storage"
  description = "Bucket and log groups of ${var.environment.prefix}"
  account_id  = var.aws.account_id
  statements = concat(
    local.key_statements,
    [for statement in local.key_reader_statements : statement if length(local.reader_role_arns) > 0],
  )
}
