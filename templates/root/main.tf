locals {
  # Keys and buckets name these roles in conditions, before the roles exist.
  role               = "arn:aws:iam::${var.aws.account_id}:role/${var.environment.prefix}"
  collector_role_arn = "${local.role}-collectors-task"
  enricher_role_arn  = "${local.role}-enrichers-task"
  firehose_role_arns = [for path in ["enriched-good", "enriched-bad", "raw-bad"] : "${local.role}-firehose-${path}"]
}

# --- From trackers to streams

module "network" {
  source = "./modules/network"

  environment      = var.environment
  aws              = var.aws
  network          = var.network
  logs_kms_key_arn = module.storage.kms_key_arn
}

module "streams" {
  source = "./modules/streams"

  environment      = var.environment
  aws              = var.aws
  streams          = var.streams
  writer_role_arns = [local.collector_role_arn, local.enricher_role_arn]
  reader_role_arns = concat([local.enricher_role_arn], local.firehose_role_arns)
}

module "collectors" {
  source = "./modules/collectors"

  environment         = var.environment
  aws                 = var.aws
  collectors          = var.collectors
  network             = module.network
  streams             = module.streams.streams
  streams_kms_key_arn = module.streams.kms_key_arn
  logs_bucket         = module.storage.logs_bucket
  operator_role_arns  = var.storage.operator_role_arns
  logs_kms_key_arn    = module.storage.kms_key_arn
  delivery_streams    = module.firehose.delivery_streams
}

module "enrichers" {
  source = "./modules/enrichers"

  environment         = var.environment
  aws                 = var.aws
  enrichers           = var.enrichers
  network             = module.network
  streams             = module.streams.streams
  streams_kms_key_arn = module.streams.kms_key_arn
  logs_kms_key_arn    = module.storage.kms_key_arn
  delivery_streams    = module.firehose.delivery_streams
}

# --- From streams to the bucket

module "storage" {
  source = "./modules/storage"

  environment      = var.environment
  aws              = var.aws
  storage          = var.storage
  writer_role_arns = local.firehose_role_arns
}

module "salt" {
  source = "./modules/salt"

  #% if environment.salt.rotation_days
  rotator_role_arns = [module.rotation.role_arn]

  #% endif
  environment      = var.environment
  aws              = var.aws
  salt             = var.salt
  reader_role_arns = [module.lambda.role_arn]
}

#% if environment.salt.rotation_days
module "rotation" {
  source = "./modules/rotation"

  environment      = var.environment
  aws              = var.aws
  lambda           = var.lambda
  artifact         = var.artifact
  logs_kms_key_arn = module.storage.kms_key_arn

  salt = {
    secret_arn    = module.salt.secret.arn
    kms_key_arn   = module.salt.kms_key_arn
    cache_seconds = var.salt.cache_seconds
    rotation_days = var.salt.rotation_days
  }
}

#% endif

module "lambda" {
  source = "./modules/lambda"

  environment      = var.environment
  aws              = var.aws
  lambda           = var.lambda
  artifact         = var.artifact
  logs_kms_key_arn = module.storage.kms_key_arn

  salt = {
    secret_arn    = module.salt.secret.arn
    kms_key_arn   = module.salt.kms_key_arn
    cache_seconds = var.salt.cache_seconds
  }
}

module "firehose" {
  source = "./modules/firehose"

  environment = var.environment
  aws         = var.aws
  firehose    = var.firehose
  prefixes    = var.storage.prefixes
  bucket      = module.storage.bucket
  streams     = module.streams.streams
  functions   = module.lambda.functions

  kms_key_arns = {
    streams = module.streams.kms_key_arn
    bucket  = module.storage.kms_key_arn
    logs    = module.storage.kms_key_arn
  }
}
