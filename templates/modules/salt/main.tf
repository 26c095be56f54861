locals {
  name      = "${var.environment.prefix}-salt"
  operators = concat(var.salt.operator_role_arns, var.rotator_role_arns)
  users     = concat(var.reader_role_arns, local.operators)
}

# The keyring's value is written by rotation and never by Terraform, whose state would keep it.
resource "aws_secretsmanager_secret" "this" {
  name                    = local.name
  description             = "Keyring that keys the pseudonyms of ${var.environment.prefix}"
  kms_key_id              = module.key.arn
  recovery_window_in_days = var.salt.recovery_window_days

  tags = {
    Name = local.name
  }
}

resource "aws_secretsmanager_secret_policy" "this" {
  secret_arn          = aws_secretsmanager_secret.this.arn
  block_public_policy = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.protection,
      [for statement in local.operation : statement if length(local.operators) > 0],
    )
  })
}

locals {
  # Administrators can still change this policy, and every such change is in CloudTrail.
  protection = [
    {
      Sid       = "DenyReadingToAllButUsers"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*" # a secret policy's resource is its own secret
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = local.users } }
    },
    {
      # A version without a label is one that was replaced, and may hold a salt that was retired.
      # A request that names no label is refused as well: negated operators match what is missing.
      Sid       = "DenyReadingVersionsWithoutLabel"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
      Condition = {
        StringNotEquals = {
          "secretsmanager:VersionStage" = ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"]
        }
      }
    },
    {
      Sid       = "DenyWritingToAllButOperators"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action = [
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ]
      Resource  = "*"
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = concat(local.nobody, local.operators) } }
    },
    {
      Sid       = "AllowReaders"
      Effect    = "Allow"
      Principal = { AWS = var.reader_role_arns }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    },
  ]

  operation = [
    {
      Sid       = "AllowOperators"
      Effect    = "Allow"
      Principal = { AWS = local.operators }
      Action = [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        "secretsmanager:GetSecretValue",
        "secretsmanager:ListSecretVersionIds",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ]
      Resource = "*"
    },
  ]

  # A condition needs a value; with no operators named, the account's root user stands in.
  nobody = ["arn:aws:iam::${var.aws.account_id}:root"]
}
