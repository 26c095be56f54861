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
  value       = module.app.cluster
}

output "service" {
  description = "ECS service."
  value       = module.app.service
}

output "task_role_arn" {
  description = "Role that the collectors run as."
  value       = module.app.task_role_arn
}

#% if environment.collectors.sqs_overflow
output "overflow_queue_urls" {
  description = "Queues that take what Kinesis throttles, by path."
  value       = { for path, queue in aws_sqs_queue.overflow : path => queue.id }
}
#% else
output "overflow_queue_urls" {
  description = "Queues that take what Kinesis throttles, by path."
  value       = {}
}
#% endif
