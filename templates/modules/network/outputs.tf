#% if environment.network.existing
output "vpc_id" {
  description = "VPC of the tasks."
  value       = var.network.existing.vpc_id
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer."
  value       = var.network.existing.public_subnet_ids
}

output "private_subnet_ids" {
  description = "Subnets of the tasks."
  value       = var.network.existing.private_subnet_ids
}
#% else
output "vpc_id" {
  description = "VPC of the tasks."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer."
  value       = [for zone in local.zones : aws_subnet.public[zone].id]
}

# Tasks need a way out before they start, so whoever takes these ids waits for it.
output "private_subnet_ids" {
  description = "Subnets of the tasks."
  value       = [for zone in local.zones : aws_subnet.private[zone].id]

  depends_on = [
    aws_route.private_out,
    aws_route_table_association.private,
    aws_vpc_endpoint.gateway,
    aws_vpc_endpoint.interface,
  ]
}
#% endif
