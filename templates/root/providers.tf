provider "aws" {
  region              = var.aws.region
  allowed_account_ids = [var.aws.account_id]

  dynamic "assume_role" {
    for_each = var.aws.role_arn[*]

    content {
      role_arn     = assume_role.value
      session_name = "snowops-${var.environment.name}"
    }
  }

  default_tags {
    tags = merge(var.tags, {
      project     = var.environment.project
      environment = var.environment.name
      managed_by  = "snowops"
    })
  }
}
