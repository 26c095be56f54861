output "cluster" {
  description = "ECS cluster."
  value       = { name = aws_ecs_cluster.this.name, arn = aws_ecs_cluster.this.arn }
}

output "service" {
  description = "ECS service."
  value       = { name = aws_ecs_service.this.name, arn = aws_ecs_service.this.id }
}

output "task_role_arn" {
  description = "Role that the application runs as."
  value       = aws_iam_role.this["task"].arn
}

output "scaling_target" {
  description = "What further scaling policies act on."
  value = {
    resource_id        = aws_appautoscaling_target.this.resource_id
    scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
    service_namespace  = aws_appautoscaling_target.this.service_namespace
  }
}
