resource "aws_iam_role" "this" {
  name        = "${var.environment.prefix}-pseudonymizer"
  description = "The pseudonymizing functions of ${var.environment.prefix}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AllowLambda"
        Effect    = "Allow"
        Principal = { Service = "lambda.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })

  tags = {
    Name = "${var.environment.prefix}-pseudonymizer"
  }
}

resource "aws_iam_role_policy" "this" {
  name = "pseudonymizer"
  role = aws_iam_role.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.statements,
      [for statement in local.tracing_statements : statement if var.lambda.tracing],
    )
  })
}

locals {
  statements = [
    {
      Sid      = "ReadKeyring"
      Effect   = "Allow"
      Action   = "secretsmanager:GetSecretValue"
      Resource = var.salt.secret_arn
    },
    {
      Sid      = "DecryptKeyring"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = var.salt.kms_key_arn
      Condition = {
        StringEquals = {
          "kms:ViaService"                  = "secretsmanager.${var.aws.region}.amazonaws.com"
          "kms:EncryptionContext:SecretARN" = var.salt.secret_arn
        }
      }
    },
    {
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = [for group in aws_cloudwatch_log_group.function : "${group.arn}:*"]
    },
  ]

  tracing_statements = [
    {
      Sid      = "WriteTraces"
      Effect   = "Allow"
      Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      Resource = "*" # X-Ray knows no resources for these actions
    },
  ]
}
