output "cluster" {
  description = "ECS cluster."
  value       = { name = aws_ecs_cluster.this.name, arn = aws_ecs_cluster.this.arn }
}

output "service" {
  description = "ECS service."
  value       = { name = aws_ecs_service.this.name, arn = aws_ecs_service.this.id }
}

output "lease_table" {
  description = "DynamoDB table in which enrichers share the shards."
  value       = { name = aws_dynamodb_table.leases.name, arn = aws_dynamodb_table.leases.arn }
}

output "task_role_arn" {
  description = "Role that the enrichers run as."
  value       = aws_iam_role.task.arn
}
