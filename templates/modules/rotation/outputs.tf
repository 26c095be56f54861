#% if environment.salt.rotation_days
output "role_arn" {
  description = "Role that rotates the keyring."
  value       = aws_iam_role.this.arn
}
#% endif
