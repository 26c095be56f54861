"""Calls for what runs: containers, functions, scaling, roles."""

from __future__ import annotations

from toolkit.domain.roles.need import Need

_ROLE = "arn:aws:iam::{account}:role/{prefix}-*"
_FUNCTION = "arn:aws:lambda:{region}:{account}:function:{prefix}-*"

APPLICATIONS = (
    Need(
        "Tasks",
        ("aws_ecs_cluster", "aws_ecs_service", "aws_ecs_task_definition"),
        on=(
            "arn:aws:ecs:{region}:{account}:cluster/{prefix}-*",
            "arn:aws:ecs:{region}:{account}:service/{prefix}-*/*",
            "arn:aws:ecs:{region}:{account}:task-definition/{prefix}-*:*",
        ),
        read=("ecs:DescribeClusters", "ecs:DescribeServices", "ecs:ListTagsForResource"),
        look=("ecs:DescribeTaskDefinition",),
        change=(
            *("ecs:CreateCluster", "ecs:CreateService", "ecs:DeleteCluster", "ecs:DeleteService"),
            *("ecs:TagResource", "ecs:UntagResource", "ecs:UpdateCluster"),
            *("ecs:UpdateClusterSettings", "ecs:UpdateService", "ecs:RegisterTaskDefinition"),
        ),
        make=("ecs:DeregisterTaskDefinition",),
    ),
    Need(
        "Scaling",
        ("aws_appautoscaling_policy", "aws_appautoscaling_target"),
        on=("arn:aws:application-autoscaling:{region}:{account}:scalable-target/*",),
        read=("application-autoscaling:ListTagsForResource",),
        look=(
            "application-autoscaling:DescribeScalableTargets",
            "application-autoscaling:DescribeScalingPolicies",
        ),
        change=(
            "application-autoscaling:DeleteScalingPolicy",
            "application-autoscaling:DeregisterScalableTarget",
            "application-autoscaling:PutScalingPolicy",
            "application-autoscaling:RegisterScalableTarget",
            "application-autoscaling:TagResource",
            "application-autoscaling:UntagResource",
        ),
    ),
    Need(
        "Functions",
        (
            *("aws_cloudformation_stack", "aws_lambda_alias", "aws_lambda_function"),
            "aws_lambda_permission",
        ),
        on=(_FUNCTION,),
        read=(
            *("lambda:GetAlias", "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig"),
            *("lambda:GetFunctionConcurrency", "lambda:GetFunctionConfiguration"),
            *("lambda:GetPolicy", "lambda:ListTags", "lambda:ListVersionsByFunction"),
        ),
        change=(
            *("lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateFunction"),
            *("lambda:DeleteAlias", "lambda:DeleteFunction", "lambda:DeleteFunctionConcurrency"),
            *("lambda:PublishVersion", "lambda:PutFunctionConcurrency"),
            *("lambda:RemovePermission", "lambda:TagResource", "lambda:UntagResource"),
            *("lambda:UpdateAlias", "lambda:UpdateFunctionCode"),
            "lambda:UpdateFunctionConfiguration",
        ),
    ),
    Need(
        "Stacks",
        ("aws_cloudformation_stack",),
        on=("arn:aws:cloudformation:{region}:{account}:stack/{prefix}-*/*",),
        read=("cloudformation:DescribeStacks", "cloudformation:GetTemplate"),
        change=(
            *("cloudformation:CreateStack", "cloudformation:DeleteStack"),
            *("cloudformation:DescribeStackEvents", "cloudformation:UpdateStack"),
        ),
    ),
    Need(
        "Roles",
        ("aws_iam_role", "aws_iam_role_policy"),
        on=(_ROLE,),
        read=(
            *("iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"),
            *("iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:ListRoleTags"),
        ),
        change=(
            *("iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"),
            *("iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy"),
            *("iam:UpdateRole", "iam:UpdateRoleDescription"),
        ),
    ),
    Need(
        "PassRoles",
        ("aws_iam_role",),
        on=(_ROLE,),
        change=("iam:PassRole",),
        when={
            "StringEquals": {
                "iam:PassedToService": [
                    *("ecs-tasks.amazonaws.com", "firehose.amazonaws.com"),
                    *("lambda.amazonaws.com", "vpc-flow-logs.amazonaws.com"),
                ]
            }
        },
    ),
    Need(
        "LinkedRoles",
        ("aws_ecs_service", "aws_lb"),
        on=("arn:aws:iam::{account}:role/aws-service-role/*",),
        change=("iam:CreateServiceLinkedRole",),
        when={
            "StringEquals": {
                "iam:AWSServiceName": [
                    *("ecs.amazonaws.com", "elasticloadbalancing.amazonaws.com"),
                    *("ecs.application-autoscaling.amazonaws.com", "wafv2.amazonaws.com"),
                ]
            }
        },
    ),
)
"""Needs of containers, functions, scaling and roles."""
