output "collector_endpoint" {
  description = "Where trackers send events."
  value       = module.collectors.endpoint
}

output "load_balancer_dns_name" {
  description = "What the collectors' name must point at where Terraform does not manage its zone."
  value       = module.collectors.load_balancer_dns_name
}

output "clusters" {
  description = "ECS cluster of each application."
  value = {
    collectors = module.collectors.cluster.name
    enrichers  = module.enrichers.cluster.name
  }
}

output "services" {
  description = "ECS service of each application."
  value = {
    collectors = module.collectors.service.name
    enrichers  = module.enrichers.service.name
  }
}

output "overflow_queues" {
  description = "Queues that take what Kinesis throttles; empty where overflow is off."
  value       = module.collectors.overflow_queue_urls
}

output "lease_table" {
  description = "Table in which enrichers lease shards."
  value       = module.enrichers.lease_table.name
}

output "streams" {
  description = "Kinesis streams."
  value       = { for path, stream in module.streams.streams : path => stream.name }
}

output "functions" {
  description = "Pseudonymizing function of each path."
  value       = { for path, function in module.lambda.functions : path => function.name }
}

output "delivery_streams" {
  description = "Firehose delivery stream of each path."
  value       = { for path, stream in module.firehose.delivery_streams : path => stream.name }
}

output "salt_secret" {
  description = "Secret that holds the keyring."
  value       = module.salt.secret.name
}

output "bucket" {
  description = "Bucket that Firehose writes and the warehouse loads."
  value       = module.storage.bucket.name
}

output "logs_bucket" {
  description = "Bucket of access logs."
  value       = module.storage.logs_bucket.name
}

output "prefixes" {
  description = "Key prefix of each path, and of records that could not be transformed."
  value       = var.storage.prefixes
}
