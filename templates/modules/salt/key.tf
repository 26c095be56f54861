locals {
  # Secrets Manager adds six characters to a secret's ARN, unknown when the key is made.
  of_the_secret = {
    StringEquals = { "kms:ViaService" = "secretsmanager.${var.aws.region}.amazonaws.com" }
    StringLike = {
      "kms:EncryptionContext:SecretARN" = "arn:aws:secretsmanager:${var.aws.region}:${var.aws.account_id}:secret:${local.name}-*"
    }
  }

  key_operation = [
    {
      Sid       = "AllowOperators"
      Effect    = "Allow"
      Principal = { AWS = local.operators }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = local.of_the_secret
    },
  ]
}

module "key" {
  source = "../key"

  name        = local.name
  description = "Keyring of ${var.environment.prefix}"
  account_id  = var.aws.account_id
  statements = concat(
    [
      {
        Sid       = "AllowReaders"
        Effect    = "Allow"
        Principal = { AWS = var.reader_role_arns }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = local.of_the_secret
      },
    ],
    [for statement in local.key_operation : statement if length(local.operators) > 0],
  )
}
