#% if environment.salt.rotation_days
resource "aws_lambda_function" "this" {
  function_name    = local.name
  description      = "Adds a salt to the keyring of ${var.environment.prefix}"
  role             = aws_iam_role.this.arn
  handler          = "runtime.rotation.handle"
  runtime          = "python${var.lambda.python_version}"
  architectures    = [var.lambda.architecture]
  s3_bucket        = var.artifact.bucket
  s3_key           = var.artifact.key
  source_code_hash = var.artifact.sha256_base64
  memory_size      = 256
  timeout          = 60

  # Secrets Manager takes the steps of one rotation after another.
  reserved_concurrent_executions = 1

  environment {
    variables = local.variables
  }

  tags = {
    Name = local.name
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.this]
}

# The keyring does not exist before `snowops salt init`, so the first rotation waits for its day.
resource "aws_secretsmanager_secret_rotation" "this" {
  secret_id           = var.salt.secret_arn
  rotation_lambda_arn = local.function_arn
  rotate_immediately  = false

  rotation_rules {
    automatically_after_days = var.salt.rotation_days
  }

  depends_on = [aws_lambda_permission.secrets_manager]
}

locals {
  function_arn = aws_lambda_function.this.arn
}
#% endif
