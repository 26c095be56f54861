# This provider refuses every Python runtime after 3.8, so CloudFormation holds the functions.
# Nothing may read a stack output that changes with the code: the provider shows it as unchanged in
# the plan that changes it. The alias is therefore part of the stack, and its ARN is constant.
resource "aws_cloudformation_stack" "function" {
  for_each = local.functions

  name = each.value.name

  template_body = jsonencode({
    Description = "Pseudonymizes ${each.key} records for Firehose"
    Resources = {
      Function = {
        Type       = "AWS::Lambda::Function"
        Properties = merge(local.frozen[each.key], local.unfrozen[each.key])
      }
      (local.versions[each.key]) = {
        Type           = "AWS::Lambda::Version"
        DeletionPolicy = "Retain"
        Properties     = { FunctionName = { Ref = "Function" } }
      }
      Live = {
        Type = "AWS::Lambda::Alias"
        Properties = {
          Name            = "live"
          Description     = "What Firehose invokes"
          FunctionName    = { Ref = "Function" }
          FunctionVersion = { "Fn::GetAtt" = [local.versions[each.key], "Version"] }
        }
      }
    }
    Outputs = {
      AliasArn = { Value = { Ref = "Live" } }
    }
  })

  tags = {
    Name = each.value.name
  }

  depends_on = [aws_cloudwatch_log_group.function, aws_iam_role_policy.this]
}

locals {
  # What a version freezes.
  frozen = {
    for path, function in local.functions : path => {
      FunctionName  = function.name
      Description   = "Pseudonymizes ${path} records for Firehose"
      Role          = aws_iam_role.this.arn
      Handler       = "runtime.handler.handle"
      Runtime       = "python${var.lambda.python_version}"
      Architectures = [var.lambda.architecture]
      Code          = { S3Bucket = var.artifact.bucket, S3Key = var.artifact.key }
      MemorySize    = var.lambda.memory_mb
      Timeout       = var.lambda.timeout_seconds
      Environment   = { Variables = function.environment }
      TracingConfig = { Mode = var.lambda.tracing ? "Active" : "PassThrough" }
    }
  }

  # What belongs to the function alone.
  unfrozen = {
    for path, function in local.functions : path => {
      for name, value in {
        Tags                         = [for key, value in function.tags : { Key = key, Value = value }]
        ReservedConcurrentExecutions = var.lambda.reserved_concurrency[path]
      } : name => value if value != null
    }
  }

  # CloudFormation publishes a version only for a new resource, and fails if nothing has changed
  # since the last one: the name holds the digest of all that a version freezes and of nothing else.
  # The artifact's own digest is part of its key.
  versions = {
    for path, properties in local.frozen :
    path => "Version${substr(sha256(jsonencode(properties)), 0, 12)}"
  }

  qualified_arns = {
    for path, stack in aws_cloudformation_stack.function : path => stack.outputs["AliasArn"]
  }
}
