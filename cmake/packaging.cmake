# Debian packages of the programs, for `cpack --config build/release/CPackConfig.cmake`; scripts/packages.sh calls it.
# What is installed is laid out for Debian 12: destinations are relative to the root of the system.

set(DOGGY_MAINTAINER "Doggy App maintainers <maintainers@doggy-app.example>"
  CACHE STRING "Who answers for the packages: name and address")

# doggy_package(COMPONENT SUMMARY text DESCRIPTION text DEPENDS packages): package doggy-COMPONENT with its program, its
# unit and everything in packaging/COMPONENT.
function(doggy_package component)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SUMMARY;DESCRIPTION;DEPENDS" "")
  set(package doggy-${component})
  set(source "${CMAKE_SOURCE_DIR}/packaging/${component}")
  set(made "${CMAKE_BINARY_DIR}/packaging/${component}")

  set(DOGGY_PACKAGE ${package})
  configure_file("${CMAKE_SOURCE_DIR}/packaging/shared/changelog.in" "${made}/changelog" @ONLY)
  configure_file("${source}/${package}.1" "${made}/${package}.1" @ONLY)
  # Policy wants both compressed, and without a time in them.
  foreach(file changelog ${package}.1)
    execute_process(COMMAND gzip -9nf "${made}/${file}" COMMAND_ERROR_IS_FATAL ANY)
  endforeach()

  install(TARGETS ${package} RUNTIME DESTINATION usr/bin COMPONENT ${component})
  file(GLOB units CONFIGURE_DEPENDS "${source}/*.service" "${source}/*.timer")
  install(FILES ${units} DESTINATION lib/systemd/system COMPONENT ${component})
  install(FILES "${source}/sysusers.conf" DESTINATION usr/lib/sysusers.d RENAME ${package}.conf COMPONENT ${component})
  file(GLOB settings CONFIGURE_DEPENDS "${source}/*.env")
  install(FILES ${settings} DESTINATION etc/doggy COMPONENT ${component})
  install(FILES "${made}/changelog.gz" "${CMAKE_SOURCE_DIR}/packaging/shared/copyright"
    DESTINATION usr/share/doc/${package} COMPONENT ${component})
  install(FILES "${made}/${package}.1.gz" DESTINATION usr/share/man/man1 COMPONENT ${component})
  install(FILES "${source}/lintian-overrides"
    DESTINATION usr/share/lintian/overrides RENAME ${package} COMPONENT ${component})

  string(TOUPPER ${component} name)
  set(CPACK_DEBIAN_${name}_PACKAGE_NAME ${package} PARENT_SCOPE)
  set(CPACK_DEBIAN_${name}_FILE_NAME DEB-DEFAULT PARENT_SCOPE)
  set(CPACK_DEBIAN_${name}_DESCRIPTION "${arg_SUMMARY}\n${arg_DESCRIPTION}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${name}_PACKAGE_DEPENDS "${arg_DEPENDS}" PARENT_SCOPE)
  set(control)
  foreach(file preinst postinst prerm postrm templates conffiles)
    if(EXISTS "${source}/${file}")
      list(APPEND control "${source}/${file}")
    endif()
  endforeach()
  set(CPACK_DEBIAN_${name}_PACKAGE_CONTROL_EXTRA "${control}" PARENT_SCOPE)
endfunction()

set(common_depends "ca-certificates, tzdata, debconf (>= 0.5) | debconf-2.0, init-system-helpers (>= 1.54~)")
string(APPEND common_depends ", default-systemd | systemd")

doggy_package(registry
  SUMMARY "Records of dogs in training: the server of Doggy App"
  DESCRIPTION "Trainers, owners, walkers and carers keep notes on the dogs they work with and\n\
share them. This package has the server, the web page that it serves, and a\n\
nightly backup that is switched off until its timer is enabled."
  DEPENDS "${common_depends}")
install(DIRECTORY "${CMAKE_SOURCE_DIR}/frontend/dist/" DESTINATION usr/share/doggy/page COMPONENT registry)
install(PROGRAMS "${CMAKE_SOURCE_DIR}/packaging/registry/backup" DESTINATION usr/libexec/doggy COMPONENT registry)
install(FILES "${CMAKE_SOURCE_DIR}/packaging/registry/tmpfiles.conf"
  DESTINATION usr/lib/tmpfiles.d RENAME doggy-registry.conf COMPONENT registry)

doggy_package(alert-analyzer
  SUMMARY "Explains alerts of Prometheus by mail: the alert analyzer of Doggy App"
  DESCRIPTION "Takes alerts from Alertmanager or Grafana, reads the logs around them, asks a\n\
language model what happened if there is one, and mails the answer. It delivers\n\
every alert that it accepted, whatever else is down."
  DEPENDS "${common_depends}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME doggy)
set(CPACK_PACKAGE_VENDOR "Doggy App")
set(CPACK_PACKAGE_CONTACT "${DOGGY_MAINTAINER}")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/packages")
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_COMPONENTS_ALL registry alert-analyzer)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
include(CPack)
