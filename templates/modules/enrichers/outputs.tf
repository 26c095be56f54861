output "cluster" {
  description = "ECS cluster."
  value       = module.app.cluster
}

output "service" {
  description = "ECS service."
  value       = module.app.service
}

output "lease_table" {
  description = "DynamoDB table in which enrichers share the shards."
  value       = { name = aws_dynamodb_table.leases.name, arn = aws_dynamodb_table.leases.arn }
}

output "task_role_arn" {
  description = "Role that the enrichers run as."
  value       = module.app.task_role_arn
}
