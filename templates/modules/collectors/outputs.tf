output "endpoint" {
  description = "Where trackers send events."
  value       = "https://${var.collectors.domain_name}"
}

output "load_balancer_dns_name" {
  description = "Target of the alias record, or of your own CNAME."
  value       = aws_lb.this.dns_name
}

output "cluster" {
  description = "ECS cluster."
  value       = { name = aws_ecs_cluster.this.name, arn = aws_ecs_cluster.this.arn }
}

output "service" {
  description = "ECS service."
  value       = { name = aws_ecs_service.this.name, arn = aws_ecs_service.this.id }
}

output "task_role_arn" {
  description = "Role that the collectors run as."
  value       = aws_iam_role.task.arn
}

#% if environment.collectors.sqs_overflow
output "overflow_queue_urls" {
  description = "Queues that take what Kinesis throttles, by path."
  value       = { for path, queue in aws_sqs_queue.overflow : path => queue.url }
}
#% else
output "overflow_queue_urls" {
  description = "Queues that take what Kinesis throttles, by path."
  value       = {}
}
#% endif
