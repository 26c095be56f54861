output "functions" {
  description = "Name and ARN of each path's function, and the ARN of the alias that Firehose invokes."
  value = {
    for path, function in local.functions : path => {
      name          = function.name
      arn           = "arn:aws:lambda:${var.aws.region}:${var.aws.account_id}:function:${function.name}"
      qualified_arn = local.qualified_arns[path]
    }
  }
}

output "role_arn" {
  description = "Role that the functions run as."
  value       = aws_iam_role.this.arn
}
