#% if environment.salt.rotation_days
locals {
  name = "${var.environment.prefix}-salt-rotation"

  variables = {
    SALT_SECRET_ID     = var.salt.secret_arn
    SALT_CACHE_SECONDS = tostring(var.salt.cache_seconds)
  }
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${local.name}"
  retention_in_days = var.lambda.log_retention_days
  kms_key_id        = var.logs_kms_key_arn

  tags = {
    Name = "/aws/lambda/${local.name}"
  }
}

resource "aws_lambda_permission" "secrets_manager" {
  statement_id   = "AllowSecretsManager"
  action         = "lambda:InvokeFunction"
  function_name  = local.function_arn
  principal      = "secretsmanager.amazonaws.com"
  source_account = var.aws.account_id
  source_arn     = var.salt.secret_arn
}
#% endif
