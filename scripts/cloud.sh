#!/usr/bin/env bash
# The templates of cloudformation/ on AWS: for a person by `make cloud-…`, for the pipeline by its buildspec.yml.
#
#   scripts/cloud.sh cost               what ENVIRONMENT costs a month
#   scripts/cloud.sh check              linters
#   scripts/cloud.sh package            uploads nested templates; writes the root template to build/cloud/packaged.yaml
#   scripts/cloud.sh check-and-package
#   scripts/cloud.sh plan               a change set, and what it would do
#   scripts/cloud.sh execute            executes it
#   scripts/cloud.sh smoke              whether what is there works
#   scripts/cloud.sh drift              whether somebody changed something by hand
#   scripts/cloud.sh deploy             package, plan, a question, execute, smoke: for a person
#   scripts/cloud.sh destroy            deletes it, except for its retain list
#
# In the environment:
#   CLOUD_ENVIRONMENT    staging or production; a file of cloudformation/environments
#   CLOUD_TEMPLATES      bucket for the nested templates
#   CLOUD_OWN            JSON file with parameters that are not in the repository, for the first deployment
#   CLOUD_CHANGE_SET     name of the change set (default: manual)
#   CLOUD_ACCEPT         resources that may end although they hold data, separated by spaces, as Data/Table
#   CLOUD_CONFIRM        what would be typed to confirm
#   CLOUD_ROLE_ARN       role that CloudFormation takes instead of the caller's
#   CLOUD_ENVIRONMENTS   for drift: more than one
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

bin=$TOOLS/cloud/bin
packaged=build/cloud/packaged.yaml
change_set=${CLOUD_CHANGE_SET:-manual}

# environment: the chosen one.
environment() { printf '%s' "${CLOUD_ENVIRONMENT:?is staging or production}"; }

# cloud COMMAND ENVIRONMENT [OPTION…]
cloud() { "$bin/python" cloudformation/tool/cloud.py "$@"; }

own=() role=()
[[ -z ${CLOUD_OWN:-} ]] || own=(--own "$CLOUD_OWN")
[[ -z ${CLOUD_ROLE_ARN:-} ]] || role=(--role "$CLOUD_ROLE_ARN")

check() {
  "$bin/cfn-lint" --config-file cloudformation/.cfnlintrc.yaml -- cloudformation/*.yaml
  "$bin/checkov" --directory cloudformation --framework cloudformation --quiet --compact --skip-download
}

package() {
  : "${CLOUD_TEMPLATES:?is a bucket for templates}"
  mkdir -p "$(dirname "$packaged")"
  "$bin/aws" cloudformation package --template-file cloudformation/master.yaml --s3-bucket "$CLOUD_TEMPLATES" \
    --s3-prefix templates --output-template-file "$packaged" >/dev/null
}

plan() {
  local accept=() path
  for path in ${CLOUD_ACCEPT:-}; do accept+=(--accept "$path"); done
  cloud plan "$(environment)" --packaged "$packaged" --change-set "$change_set" "${own[@]}" "${role[@]}" "${accept[@]}"
}

execute() { cloud execute "$(environment)" --packaged "$packaged" --change-set "$change_set" "${role[@]}"; }
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

case ${1:-} in
  check-and-package)
    check
    package
    ;;
  check | package | plan | execute | smoke | deploy | drift) "$1" ;;
  cost) cloud cost "$(environment)" "${own[@]}" ;;
  destroy) cloud destroy "$(environment)" --confirm "${CLOUD_CONFIRM:-}" ;;
  *) die "one of: cost check package check-and-package plan execute smoke drift deploy destroy" ;;
esac
