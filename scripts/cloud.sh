#!/usr/bin/env bash
# The templates of cloudformation/ on AWS: for a person by `make cloud-…`, for the pipeline by its buildspec.yml.
#
#   scripts/cloud.sh cost               what ENVIRONMENT costs a month
#   scripts/cloud.sh check              linters
#   scripts/cloud.sh package            uploads nested templates; writes the root template to build/cloud/packaged.yaml
#   scripts/cloud.sh plan               a change set, and what it would do
#   scripts/cloud.sh execute            executes it
#   scripts/cloud.sh package-and-plan, package-and-execute
#   scripts/cloud.sh smoke              whether what is there works
#   scripts/cloud.sh drift              whether somebody changed something by hand
#   scripts/cloud.sh deploy             package, plan, a question, execute, smoke: for a person
#   scripts/cloud.sh destroy            deletes it, except for its retain list
#   scripts/cloud.sh pipeline           deploys the pipeline
#
# In the environment:
#   CLOUD_ENVIRONMENT    staging or production; a file of cloudformation/environments
#   CLOUD_TEMPLATES      bucket for the nested templates
#   CLOUD_OWN            JSON file with parameters that are not in the repository, for the first deployment
#   CLOUD_PREFIX         folder in that bucket (default: templates/ENVIRONMENT)
#   CLOUD_CHANGE_SET     name of the change set (default: manual)
#   CLOUD_CHANGE_SET_ARN its ARN instead, to execute just that one (the pipeline)
#   CLOUD_ACCEPT         resources that may end although they hold data, separated by spaces, as Data/Table
#   CLOUD_CONFIRM        what would be typed to confirm
#   CLOUD_ROLE_ARN       role that CloudFormation takes instead of the caller's
#   CLOUD_BOUNDARY_ARN   permissions boundary of the environment's roles, for the first deployment that has one
#   CLOUD_KEEP           true: a plan deletes no change set
#   CLOUD_ENVIRONMENTS   for drift: more than one
#   CLOUD_PARAMETERS     for the pipeline: parameters as NAME=VALUE, separated by spaces; others keep their values
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

bin=$TOOLS/cloud/bin
packaged=build/cloud/packaged.yaml
pipeline_packaged=build/cloud/pipeline.yaml
change_set=${CLOUD_CHANGE_SET:-manual}

# environment: the chosen one.
environment() { printf '%s' "${CLOUD_ENVIRONMENT:?is staging or production}"; }

# cloud COMMAND ENVIRONMENT [OPTION…]
cloud() { "$bin/python" cloudformation/tool/cloud.py "$@"; }

own=() role=() boundary=() keep=()
[[ -z ${CLOUD_OWN:-} ]] || own=(--own "$CLOUD_OWN")
[[ -z ${CLOUD_ROLE_ARN:-} ]] || role=(--role "$CLOUD_ROLE_ARN")
[[ -z ${CLOUD_BOUNDARY_ARN:-} ]] || boundary=(--boundary "$CLOUD_BOUNDARY_ARN")
[[ ${CLOUD_KEEP:-} != true ]] || keep=(--keep)

check() {
  "$bin/cfn-lint" --config-file cloudformation/.cfnlintrc.yaml -- cloudformation/*.yaml
  "$bin/checkov" --directory cloudformation --framework cloudformation --quiet --compact --skip-download
}

# upload TEMPLATE FOLDER TARGET: uploads the nested templates of one to a folder of the bucket, always: something else
# may be under the name. The template itself goes to the file TARGET.
upload() {
  : "${CLOUD_TEMPLATES:?is a bucket for templates}"
  mkdir -p "$(dirname "$3")"
  "$bin/aws" cloudformation package --template-file "cloudformation/$1.yaml" --s3-bucket "$CLOUD_TEMPLATES" \
    --s3-prefix "$2" --force-upload --output-template-file "$3" >/dev/null
}

package() { upload master "${CLOUD_PREFIX:-templates/$(environment)}" "$packaged"; }

plan() {
  local accept=() path
  for path in ${CLOUD_ACCEPT:-}; do accept+=(--accept "$path"); done
  cloud plan "$(environment)" --packaged "$packaged" --change-set "$change_set" "${own[@]}" "${role[@]}" \
    "${boundary[@]}" "${keep[@]}" "${accept[@]}" --arn-file build/cloud/change-set
}

execute() {
  cloud execute "$(environment)" --packaged "$packaged" --change-set "$change_set" --planned "${CLOUD_CHANGE_SET_ARN:-}" \
    "${role[@]}" "${boundary[@]}"
}

smoke() { cloud smoke "$(environment)"; }

deploy() {
  local answer=${CLOUD_CONFIRM:-}
  package
  plan
  [[ -n $answer ]] || read -r -p "Type $(environment) to execute it: " answer
  [[ $answer == "$(environment)" ]] || die "nothing was done; the change set $change_set is left"
  execute
  smoke
}

drift() {
  local name failed=false
  for name in ${CLOUD_ENVIRONMENTS:-$(environment)}; do cloud drift "$name" || failed=true; done
  ! $failed
}

# Its tags keep what belongs to it away from the environments' roles.
pipeline() {
  local parameters=()
  [[ -z ${CLOUD_PARAMETERS:-} ]] || read -r -a parameters <<<"--parameter-overrides $CLOUD_PARAMETERS"
  upload pipeline templates/pipeline "$pipeline_packaged"
  "$bin/aws" cloudformation deploy --stack-name doggy-pipeline --template-file "$pipeline_packaged" \
    --capabilities CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset --tags app=doggy environment=pipeline \
    "${parameters[@]}"
}

case ${1:-} in
  package-and-plan | package-and-execute)
    package
    "${1#package-and-}"
    ;;
  pipeline | check | package | plan | execute | smoke | deploy | drift) "$1" ;;
  cost) cloud cost "$(environment)" "${own[@]}" ;;
  destroy) cloud destroy "$(environment)" --confirm "${CLOUD_CONFIRM:-}" ;;
  *) die "what it does is listed in its first lines" ;;
esac
