mock_provider "aws" {
  override_during = plan

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-2:111111111111:log-group:mocked" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:us-east-2:111111111111:table/mocked" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-2:111111111111:key/mocked" }
  }
}

variables {
  environment = { name = "test", project = "snowplow", prefix = "snowplow-test" }
  aws         = { region = "us-east-2", account_id = "111111111111" }

  logs_kms_key_arn = "arn:aws:kms:us-east-2:111111111111:key/logs"

  network = {
    cidr_block              = "10.40.0.0/16"
    availability_zones      = ["us-east-2a", "us-east-2c"]
    nat_gateways            = "single"
    vpc_endpoints           = true
    flow_log_retention_days = 30
  }
}

run "single" {
  command = plan

  assert {
    condition     = keys(aws_nat_gateway.this) == ["us-east-2a"] && length(aws_route.private_out) == 2
    error_message = "Both zones leave through the first one's gateway."
  }

  assert {
    condition     = aws_subnet.public["us-east-2c"].cidr_block == "10.40.32.0/20" && aws_subnet.private["us-east-2c"].cidr_block == "10.40.160.0/20"
    error_message = "A subnet's range follows from its zone's letter alone."
  }
}

run "per_zone" {
  command = plan

  variables {
    network = {
      cidr_block              = "10.40.0.0/20"
      availability_zones      = ["us-east-2a", "us-east-2b", "us-east-2c"]
      nat_gateways            = "per-zone"
      vpc_endpoints           = false
      flow_log_retention_days = 365
    }
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3 && length(aws_route.private_out) == 3
    error_message = "Every zone has a gateway of its own."
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) + length(aws_vpc_endpoint.gateway) + length(aws_security_group.endpoints) == 0
    error_message = "Without endpoints nothing of them is left."
  }
}

run "closed" {
  command = plan

  variables {
    network = {
      cidr_block              = "10.40.0.0/16"
      availability_zones      = ["us-east-2a", "us-east-2b"]
      nat_gateways            = "none"
      vpc_endpoints           = true
      flow_log_retention_days = 30
    }
  }

  assert {
    condition     = length(aws_nat_gateway.this) + length(aws_eip.nat) + length(aws_route.private_out) == 0
    error_message = "A closed network has no way out."
  }
}
