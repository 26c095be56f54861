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
        Properties = merge(local.properties[each.key], { Tags = [for key, value in each.value.tags : { Key = key, Value = value }] })
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
  properties = {
    for path, function in local.functions : path => merge(
      {
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
      },
      {
        for name, executions in { ReservedConcurrentExecutions = var.lambda.reserved_concurrency[path] } :
        name => executions if executions != null
      },
    )
  }

  # CloudFormation publishes a version only for a new resource, so the name holds the digest of
  # everything that a version freezes; the artifact's own digest is part of its key. Tags belong to
  # the function and are in no version.
  versions = {
    for path, properties in local.properties :
    path => "Version${substr(sha256(jsonencode(properties)), 0, 12)}"
  }

  qualified_arns = {
    for path, stack in aws_cloudformation_stack.function : path => stack.outputs["AliasArn"]
  }
}
