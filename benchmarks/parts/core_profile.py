"""How to have Mesa give OpenGL 3.3 and nothing beyond it."""

from collections.abc import Iterable

# Extensions that are part of OpenGL 3.0 to 3.3, from appendices of their specifications; Mesa lists them too,
# and turns ARB_texture_float off with ATI_texture_float, its older name, and ARB_texture_multisample with
# ARB_texture_storage_multisample, which is of 4.3.
NAMES = """
ARB_color_buffer_float ARB_depth_buffer_float ARB_framebuffer_object ARB_framebuffer_sRGB ARB_half_float_pixel
ARB_half_float_vertex ARB_map_buffer_range ARB_texture_compression_rgtc ARB_texture_float ARB_texture_rg
ARB_vertex_array_object EXT_draw_buffers2 EXT_framebuffer_blit EXT_framebuffer_multisample EXT_framebuffer_sRGB
EXT_packed_depth_stencil EXT_packed_float EXT_texture_array EXT_texture_integer EXT_texture_shared_exponent
EXT_texture_sRGB EXT_transform_feedback NV_conditional_render
ARB_copy_buffer ARB_draw_instanced ARB_texture_buffer_object ARB_texture_rectangle ARB_uniform_buffer_object
EXT_texture_snorm NV_primitive_restart
ARB_depth_clamp ARB_draw_elements_base_vertex ARB_fragment_coord_conventions ARB_provoking_vertex
ARB_seamless_cube_map ARB_sync ARB_texture_multisample ARB_vertex_array_bgra EXT_provoking_vertex
EXT_vertex_array_bgra
ARB_blend_func_extended ARB_explicit_attrib_location ARB_instanced_arrays ARB_occlusion_query2 ARB_sampler_objects
ARB_shader_bit_encoding ARB_texture_rgb10_a2ui ARB_texture_swizzle ARB_timer_query ARB_vertex_type_2_10_10_10_rev
ARB_depth_texture ARB_draw_buffers ARB_fragment_shader ARB_multisample ARB_occlusion_query ARB_point_sprite
ARB_shader_objects ARB_shadow ARB_texture_non_power_of_two ARB_vertex_shader EXT_blend_color
EXT_blend_equation_separate EXT_blend_func_separate EXT_blend_minmax
ATI_texture_float ARB_texture_storage_multisample
"""
WITHIN = frozenset(NAMES.split())


def restricted(extensions: Iterable[str]) -> dict[str, str]:
    """Environment variables for a process that is to have OpenGL 3.3 without any of `extensions` beyond it."""
    beyond = sorted(name for name in extensions if name.removeprefix("GL_") not in WITHIN)
    return {
        "MESA_GL_VERSION_OVERRIDE": "3.3",
        "MESA_GLSL_VERSION_OVERRIDE": "330",
        "MESA_EXTENSION_OVERRIDE": " ".join(f"-{name}" for name in beyond),
    }
