#% if terraform.backend.type == "s3"
terraform {
  backend "s3" {
    #% if environment.aws.role_arn
    assume_role = {
      role_arn     = "<% environment.aws.role_arn %>"
      session_name = "snowops-<% environment.name %>"
    }

    #% endif
    #% if terraform.backend.kms_key_id
    kms_key_id = "<% terraform.backend.kms_key_id %>"

    #% endif
    bucket              = "<% terraform.backend.bucket %>"
    key                 = "<% terraform.backend.key %>"
    region              = "<% terraform.backend.region %>"
    allowed_account_ids = ["<% environment.aws.account_id %>"]
    encrypt             = true
    use_lockfile        = true
  }
}
#% endif
