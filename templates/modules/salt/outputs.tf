output "secret" {
  description = "Name and ARN of the keyring's secret."
  value       = { name = aws_secretsmanager_secret.this.name, arn = aws_secretsmanager_secret.this.arn }
}

output "kms_key_arn" {
  description = "Key that encrypts the keyring."
  value       = module.key.arn
}
