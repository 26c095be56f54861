#% if environment.salt.rotation_days
# This provider refuses every Python runtime after 3.8, so CloudFormation holds the function.
resource "aws_cloudformation_stack" "function" {
  name = local.name

  template_body = jsonencode({
    Description = "Adds a salt to the keyring of ${var.environment.prefix}"
    Resources = {
      Function = {
        Type = "AWS::Lambda::Function"
        Properties = {
          FunctionName                 = local.name
          Description                  = "Adds a salt to the keyring of ${var.environment.prefix}"
          Role                         = aws_iam_role.this.arn
          Handler                      = "runtime.rotation.handle"
          Runtime                      = "python${var.lambda.python_version}"
          Architectures                = [var.lambda.architecture]
          Code                         = { S3Bucket = var.artifact.bucket, S3Key = var.artifact.key }
          MemorySize                   = 256
          Timeout                      = 60
          ReservedConcurrentExecutions = 1
          Environment                  = { Variables = local.variables }
        }
      }
    }
    Outputs = {
      Arn = { Value = { "Fn::GetAtt" = ["Function", "Arn"] } }
    }
  })

  tags = {
    Name = local.name
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.this]
}

# This provider cannot say that the first rotation shall wait for its day.
resource "aws_secretsmanager_secret_rotation" "this" {
  secret_id           = var.salt.secret_arn
  rotation_lambda_arn = local.function_arn

  rotation_rules {
    automatically_after_days = var.salt.rotation_days
  }

  depends_on = [aws_lambda_permission.secrets_manager]
}

locals {
  function_arn = aws_cloudformation_stack.function.outputs["Arn"]
}
#% endif
